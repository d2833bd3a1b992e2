import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError } from '@persistence-lab/durable';
import { repeat } from './repeat.ts';

export type WriterFolder = Awaited<ReturnType<typeof openWriterFolder>>;

export interface WriterFolderOptions {
  /** Written into the heartbeat file, for people who inspect the folder. */
  readonly owner: string;
  /** Age of the heartbeat, in milliseconds, after which a writer counts as dead. */
  readonly abandonedAfter: number;
  /** Called with errors of background work, which is retried at the next interval. */
  readonly onError: (error: unknown) => void;
}

const heartbeatFile = 'alive';

/**
 * A folder inside `incoming/` for the temporary files of this process alone. Several processes may share
 * `incoming/`: each writes a heartbeat file at an interval and removes the folders whose heartbeat is too old.
 */
export async function openWriterFolder(incoming: string, options: WriterFolderOptions) {
  const path = join(incoming, randomUUID());
  /** An unused path inside. */
  const newPath = () => join(path, randomUUID());

  /** Renews the heartbeat, which also proves that the disk accepts writes. */
  async function heartbeat(): Promise<void> {
    try {
      // After a long suspension another process may have removed the folder: uploads in progress fail, later ones work.
      await mkdir(path, { recursive: true });
      await writeFile(join(path, heartbeatFile), `${options.owner} ${new Date().toISOString()}\n`, { flush: true });
    } catch (error) {
      throw fileError(`writing into ${path}`, error);
    }
  }

  /** Moves a folder in here. Returns its new path, or undefined when it does not exist. */
  const moveToTrash = (folder: string) => moveFolder(folder, newPath());

  async function removeAbandoned(): Promise<void> {
    const now = await lastHeartbeat(path);
    for (const name of await readdir(incoming)) {
      const age = now - (await lastHeartbeat(join(incoming, name)));
      const trash = age > options.abandonedAfter ? await moveToTrash(join(incoming, name)) : undefined;
      if (trash) await rm(trash, { recursive: true, force: true });
    }
  }

  const sweep = () => heartbeat().then(removeAbandoned);
  // A disk that refuses writes now may accept them later, and reads work.
  await sweep().catch(options.onError);
  const stopSweeping = repeat(sweep, Math.max(10, options.abandonedAfter / 4), options.onError);

  return {
    newPath,
    moveToTrash,
    heartbeat,
    /** Milliseconds by the file system's clock: the clocks of nodes that share a folder may differ. */
    now: async () => {
      // Even a full disk updates the modification time.
      await heartbeat().catch(() => undefined);
      return lastHeartbeat(path);
    },
    /** Stops the heartbeat and removes the folder. */
    close: async () => {
      await stopSweeping();
      // What cannot be removed now is removed by another writer as abandoned.
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(options.onError);
    },
  };
}

/** One rename, so that other processes see all of the folder or nothing. */
async function moveFolder(from: string, to: string): Promise<string | undefined> {
  try {
    await rename(from, to);
    return to;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && !(await exists(from))) return undefined;
    throw fileError(`moving ${from} to ${to}`, error);
  }
}

/** Milliseconds by the file system's clock. A folder that no longer exists counts as alive: nothing is left to remove. */
async function lastHeartbeat(folder: string): Promise<number> {
  const stats = await stat(join(folder, heartbeatFile)).catch(() => stat(folder).catch(() => undefined));
  return stats?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
