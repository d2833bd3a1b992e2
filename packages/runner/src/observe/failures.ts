import { ApiError } from '@persistence-lab/api';
import { ClusterError } from '@persistence-lab/cluster/error';
import { type Language, messageFor, UserError } from '@persistence-lab/language';
import { NodePowerError } from '../setup/node-power.ts';

/** The result of a wait; undefined when the wait timed out. */
export async function undefinedOnTimeout<T>(wait: Promise<T>): Promise<T | undefined> {
  try {
    return await wait;
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'timeout') return undefined;
    throw error;
  }
}

/** Whether the subject, the cluster or the connection caused the error, and not the lab itself. */
export function isRequestFailure(error: unknown): boolean {
  if ([ApiError, UserError, ClusterError, TypeError].some((type) => error instanceof type)) return true;
  return (
    error instanceof Error &&
    ['AbortError', 'TimeoutError', 'ZodError', 'SyntaxError', '$ZodError'].includes(error.name)
  );
}

/** One sentence for a cell: a run shows the output of a failed command once, not in every cell. */
export const summaryOf = (error: unknown, language: Language): string =>
  error instanceof NodePowerError ? error.summary[language] : messageFor(error, language);
