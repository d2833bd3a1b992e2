import { setTimeout } from 'node:timers/promises';
import { UploadFailure } from './upload-failure.ts';

export interface KeepTrying {
  /** Milliseconds without progress after which it is enough. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Told why the last try ended and, in milliseconds, how long it waits before the next. */
  readonly onRetry: (failure: UploadFailure, wait: number) => void;
}

const firstWait = 250;
const longestWait = 5_000;

/**
 * Tries again while the server can't be reached, waiting twice as long each time, until it works. A try that
 * calls `progressed` starts the patience and the waits anew.
 *
 * @throws what the last try threw
 */
export async function keepTrying<T>(
  attempt: (progressed: () => void) => Promise<T>,
  { patience, signal, onRetry }: KeepTrying,
): Promise<T> {
  let since = performance.now();
  let wait = firstWait;
  const progressed = () => {
    since = performance.now();
    wait = firstWait;
  };
  for (;;) {
    try {
      return await attempt(progressed);
    } catch (error) {
      if (!(error instanceof UploadFailure) || error.reason !== 'unreachable') throw error;
      if (performance.now() - since + wait > patience) throw error;
      onRetry(error, wait);
      await setTimeout(wait, undefined, { signal });
      wait = Math.min(longestWait, wait * 2);
    }
  }
}
