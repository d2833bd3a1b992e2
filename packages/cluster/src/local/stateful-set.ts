import type { Hands } from './deployment.ts';
import type { PodState, WorkloadState } from './state.ts';

/**
 * A StatefulSet has at most one pod of a name: it makes none again before the old one is gone. One step at a time, in
 * order: up from ordinal 0, each when those before are ready; then surplus ones away; then old revisions, from the last.
 */
export function reconcileStatefulSet(
  { desiredReplicas, revision }: WorkloadState,
  pods: readonly PodState[],
  { make, end }: Hands,
): void {
  for (let ordinal = 0; ordinal < desiredReplicas; ordinal++) {
    const pod = pods.find((each) => each.ordinal === ordinal);
    if (pod === undefined) return make(ordinal);
    if (pod.terminating || !pod.ready) return;
  }
  const last = pods
    .filter((pod) => (pod.ordinal ?? 0) >= desiredReplicas || pod.revision !== revision)
    .toSorted((a, b) => (b.ordinal ?? 0) - (a.ordinal ?? 0))[0];
  if (last !== undefined && !last.terminating) end(last);
}
