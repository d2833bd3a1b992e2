import { setTimeout as delay } from 'node:timers/promises';
import { StorageError } from '@persistence-lab/durable';

/** As much of a pino logger as a store needs. */
export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

interface RetryOptions<T> {
  /** For messages: "Postgres at postgres://db:5432/notes". */
  server: string;
  /** milliseconds */
  timeout: number;
  logger: StoreLogger;
  attempt(): Promise<T>;
  /** Whether another attempt may go better: not with a wrong password. */
  isTransient(error: unknown): boolean;
}

const firstPause = 100;
const longestPause = 500;

/**
 * Tries until the server is there, with growing pauses: a database and the services that need it
 * start in any order. What no waiting mends is thrown at once.
 */
export async function connectWithRetry<T>({
  server,
  timeout,
  logger,
  attempt,
  isTransient,
}: RetryOptions<T>): Promise<T> {
  const limit = Date.now() + timeout;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await attempt();
    } catch (error) {
      const reason = errorMessage(error);
      if (!isTransient(error)) throw new StorageError('invalid', `${server} refuses: ${reason}`, { cause: error });
      if (Date.now() + pause > limit) {
        const message = `${server} could not be reached within ${timeout / 1000} s: ${reason}`;
        throw new StorageError('unavailable', message, { cause: error });
      }
      logger.warn({ reason, pause }, `waiting for ${server}`);
      await delay(pause);
    }
  }
}

/** The message of an error. Node's AggregateError (one per address of a name) has none of its own. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ');
  return error instanceof Error ? error.message : String(error);
}
