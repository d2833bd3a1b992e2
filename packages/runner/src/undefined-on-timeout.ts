import { ClusterError } from '@persistence-lab/cluster/error';

/** What the wait gives; undefined when it did not come in time. Everything else that goes wrong with it is thrown. */
export async function undefinedOnTimeout<T>(wait: Promise<T>): Promise<T | undefined> {
  try {
    return await wait;
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'timeout') return undefined;
    throw error;
  }
}
