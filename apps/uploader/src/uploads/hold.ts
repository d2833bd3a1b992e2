import { rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileError, syncFolder } from '@persistence-lab/durable';
import { idle, type Mark, markName } from './mark.ts';
import { readStanding } from './upload-folder.ts';
import { UploadError } from './upload-error.ts';

export type Hold = ReturnType<typeof createHold>;

/**
 * The right to add bytes to an upload: the mark with our name in it. Each change of it fails with `locked`
 * once another has taken the mark, however long this process slept before.
 */
export function createHold(folder: string, taken: Mark) {
  let mark = taken;
  let queue: Promise<void> = Promise.resolve();

  /** One after the other: each starts from the name that the one before has made. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    const before = queue;
    const done = (async () => {
      await before;
      await step();
    })();
    queue = done.catch(() => undefined);
    return done;
  }

  const move = (change: (now: Mark) => Mark): Promise<void> =>
    inTurn(async () => {
      const next = change(mark);
      await moveMark(folder, mark, next);
      mark = next;
    });

  return {
    folder,
    get mark() {
      return mark;
    },
    /** Shows that this process lives. */
    beat: () => move((now) => ({ ...now, beat: now.beat + 1 })),
    /** So many bytes are on disk from now on, and this is, too, when it resolves. */
    async advance(offset: number): Promise<void> {
      await move((now) => ({ ...now, offset, beat: now.beat + 1 }));
      await sync(folder);
    },
    /** Anybody may go on. */
    release: () => move((now) => ({ ...now, holder: idle, beat: 0 })),
    /** The last thing before a finished upload moves: fails when it is not ours any more. */
    async drop(): Promise<void> {
      await inTurn(() =>
        unlink(join(folder, markName(mark))).catch((error: unknown) => {
          throw errorCode(error) === 'ENOENT' ? takenOver(error) : fileError(`finishing ${folder}`, error);
        }),
      );
      await sync(folder);
    },
  };
}

/** @throws UploadError `locked` when the mark is not where it was */
export async function moveMark(folder: string, from: Mark, to: Mark): Promise<void> {
  try {
    await rename(join(folder, markName(from)), join(folder, markName(to)));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileError(`writing into ${folder}`, error);
    // NFS repeats a rename whose answer was lost, and then finds nothing to rename. Names tell: nobody else makes this one.
    if (!(await readStanding(folder))?.names.includes(markName(to))) throw takenOver(error);
  }
}

function takenOver(cause: unknown): UploadError {
  return new UploadError('locked', 'Another request has taken this upload over', { cause });
}

async function sync(folder: string): Promise<void> {
  await syncFolder(folder).catch((error: unknown) => {
    throw fileError(`syncing ${folder}`, error);
  });
}
