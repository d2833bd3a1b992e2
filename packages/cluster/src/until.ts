import type { Cluster } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';
import type { Changes } from './changes.ts';

/** Waits for a change of the view, and tells what was missing when it does not come. */
export function createUntil(changes: Changes, why: Cluster['why']): Cluster['until'] {
  return async (what, condition, { timeout, of, signal }) => {
    const result = await changes.until(condition, timeout, signal);
    if (result !== undefined) return result;
    const reasons = of ? await why(of) : [];
    throw new ClusterError('timeout', [`${what}: not within ${timeout / 1000} s`, ...reasons].join('\n  '));
  };
}
