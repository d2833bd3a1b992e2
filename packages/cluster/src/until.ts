import type { Cluster } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';
import type { ChangeNotifier } from './changes.ts';

/** Waits for a change of the view, and tells what was missing when it does not come. */
export function createWaitUntil(changes: ChangeNotifier, diagnose: Cluster['diagnose']): Cluster['waitUntil'] {
  return async (what, condition, { timeout, workload, signal }) => {
    const result = await changes.waitUntil(condition, timeout, signal);
    if (result !== undefined) return result;
    const reasons = workload ? await diagnose(workload) : [];
    throw new ClusterError('timeout', [`${what}: not within ${timeout / 1000} s`, ...reasons].join('\n  '));
  };
}
