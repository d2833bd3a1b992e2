import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from '@persistence-lab/durable';
import { repeat } from '../repeat.ts';

/**
 * A folder inside `incoming/` in which this process, and no other, makes and unmakes files.
 * Several processes may share `incoming/`: each shows by a file that it writes again and again that
 * it lives, and removes the folders of those that have stopped doing so.
 */
export interface WriterFolder {
  /** A path inside that nothing has yet. */
  newPath(): string;
  /**
   * Moves a folder in here by one rename, so that whoever else works with it sees all of it or
   * nothing. Returns its new path, or undefined when it was not there.
   */
  takeAway(folder: string): Promise<string | undefined>;
  /** Milliseconds by the file system's clock: those of nodes that share a folder may differ. */
  now(): Promise<number>;
  /** Shows that this writer lives, and so proves that a write works. */
  beat(): Promise<void>;
  /** Stops beating and removes the folder. */
  close(): Promise<void>;
}

export interface WriterFolderOptions {
  /** Written into the sign of life, for whoever looks into the folder. */
  readonly owner: string;
  /** A writer without a sign of life for so long is dead; milliseconds. */
  readonly abandonedAfter: number;
  /** Told of trouble in the background: the next round tries again. */
  readonly onError: (error: unknown) => void;
}

const signOfLife = 'alive';

export async function openWriterFolder(incoming: string, options: WriterFolderOptions): Promise<WriterFolder> {
  const path = join(incoming, randomUUID());
  const newPath = () => join(path, randomUUID());

  async function beat(): Promise<void> {
    try {
      // Made anew when another took this writer for dead (a machine that slept): uploads under way fail, later ones work.
      await mkdir(path, { recursive: true });
      await writeFile(join(path, signOfLife), `${options.owner} ${new Date().toISOString()}\n`, { flush: true });
    } catch (error) {
      throw fileError(`writing into ${path}`, error);
    }
  }

  async function takeAway(folder: string): Promise<string | undefined> {
    const taken = newPath();
    try {
      await rename(folder, taken);
      return taken;
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && !(await exists(folder))) return undefined;
      throw fileError(`moving ${folder} away`, error);
    }
  }

  async function removeAbandoned(): Promise<void> {
    // The time is the file system's: the clocks of nodes that share a folder may differ.
    const now = await lastSign(path);
    for (const name of await readdir(incoming)) {
      const age = now - (await lastSign(join(incoming, name)));
      const taken = age > options.abandonedAfter ? await takeAway(join(incoming, name)) : undefined;
      if (taken) await rm(taken, { recursive: true, force: true });
    }
  }

  const tend = () => beat().then(removeAbandoned);
  // A disk that can't be written now may be later, and reading works.
  await tend().catch(options.onError);
  const stopTending = repeat(tend, Math.max(10, options.abandonedAfter / 4), options.onError);

  return {
    newPath,
    takeAway,
    beat,
    now: async () => {
      // A full disk takes the time, if nothing else.
      await beat().catch(() => undefined);
      return lastSign(path);
    },
    close: async () => {
      await stopTending();
      // What can't be removed now another writer will take for abandoned.
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(options.onError);
    },
  };
}

/** Milliseconds by the file system's clock. What has just been removed counts as alive: nothing is left to do. */
async function lastSign(folder: string): Promise<number> {
  const stats = await stat(join(folder, signOfLife)).catch(() => stat(folder).catch(() => undefined));
  return stats?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
