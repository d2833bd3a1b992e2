import type { PodOperations } from './deployment.ts';
import type { PodState, WorkloadState } from '../state/state.ts';

/**
 * A StatefulSet has at most one pod of a name: it creates a replacement when the old pod is gone. One step at a time:
 * creation from ordinal 0, each when those before are ready; then deletion of surplus pods and of old revisions, from the
 * last ordinal.
 */
export function reconcileStatefulSet(
  { desiredReplicas, revision }: WorkloadState,
  pods: readonly PodState[],
  { createPod, terminatePod }: PodOperations,
): void {
  for (let ordinal = 0; ordinal < desiredReplicas; ordinal++) {
    const pod = pods.find((each) => each.ordinal === ordinal);
    if (pod === undefined) return createPod(ordinal);
    if (pod.terminating || !pod.ready) return;
  }
  const last = pods
    .filter((pod) => (pod.ordinal ?? 0) >= desiredReplicas || pod.revision !== revision)
    .toSorted((a, b) => (b.ordinal ?? 0) - (a.ordinal ?? 0))[0];
  if (last !== undefined && !last.terminating) terminatePod(last);
}
