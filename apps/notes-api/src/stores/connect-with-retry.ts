import { setTimeout } from 'node:timers/promises';
import { StorageError } from '@persistence-lab/durable';
import type { StoreLogger } from './store.ts';

interface RetryOptions<T> {
  /** Name of the server in messages: "Postgres at postgres://db:5432/notes". */
  server: string;
  /** milliseconds */
  timeout: number;
  logger: StoreLogger;
  attempt(): Promise<T>;
  /** Whether a retry can succeed; false for a wrong password. */
  isTransient(error: unknown): boolean;
}

const firstDelay = 100;
const longestDelay = 500;

/**
 * Retries with growing delays until the server accepts connections, since a database and its clients start in any
 * order. Permanent errors are thrown at once.
 */
export async function connectWithRetry<T>({
  server,
  timeout,
  logger,
  attempt,
  isTransient,
}: RetryOptions<T>): Promise<T> {
  const limit = Date.now() + timeout;
  for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
    try {
      return await attempt();
    } catch (error) {
      const reason = errorMessage(error);
      if (!isTransient(error))
        throw new StorageError('invalid', `${server} rejected the connection: ${reason}`, { cause: error });
      if (Date.now() + delay > limit) {
        const message = `${server} could not be reached within ${timeout / 1000} s: ${reason}`;
        throw new StorageError('unavailable', message, { cause: error });
      }
      logger.warn({ reason, delay }, `waiting for ${server}`);
      await setTimeout(delay);
    }
  }
}

/** Returns the message of an error. Node's AggregateError, with one error per address of a host, has none. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ');
  return error instanceof Error ? error.message : String(error);
}
