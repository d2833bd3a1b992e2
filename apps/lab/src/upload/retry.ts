import { setTimeout } from 'node:timers/promises';
import { UploadFailure } from './upload-failure.ts';

export interface RetryOptions {
  /** Milliseconds without progress after which the last failure is final. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Receives the failure of the last attempt and the milliseconds until the next one. */
  readonly onRetry: (failure: UploadFailure, wait: number) => void;
}

const firstWait = 250;
const longestWait = 5_000;

/**
 * Repeats an attempt while the server is unreachable, with a wait that doubles each time. An attempt that calls
 * `progressed` restarts the timeout and the waits.
 *
 * @throws the error of the last attempt
 */
export async function retry<T>(
  attempt: (progressed: () => void) => Promise<T>,
  { timeout, signal, onRetry }: RetryOptions,
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
      if (performance.now() - since + wait > timeout) throw error;
      onRetry(error, wait);
      await setTimeout(wait, undefined, { signal });
      wait = Math.min(longestWait, wait * 2);
    }
  }
}
