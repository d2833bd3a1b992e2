import type { Definition } from '../state/definitions.ts';
import type { PodState, WorkloadState } from '../state/state.ts';

/** What a controller can do with pods. */
export interface PodOperations {
  createPod(ordinal: number | null): void;
  terminatePod(pod: PodState): void;
}

/**
 * A Deployment replaces a pod as soon as that is terminating. For a new revision `Recreate` waits until the old pods are
 * gone, a rolling update until the new ones are ready.
 */
export function reconcileDeployment(
  { desiredReplicas, revision }: WorkloadState,
  { strategy }: Pick<Definition, 'strategy'>,
  pods: readonly PodState[],
  { createPod, terminatePod }: PodOperations,
): void {
  const isOld = (pod: PodState) => pod.revision !== revision;
  const living = pods.filter(({ terminating }) => !terminating);
  const old = living.filter(isOld);
  const latest = living.filter((pod) => !isOld(pod));
  latest.toSorted(readyFirst).slice(desiredReplicas).forEach(terminatePod);
  if (strategy === 'Recreate') {
    old.forEach(terminatePod);
    if (!pods.some(isOld)) repeat(desiredReplicas - latest.length, () => createPod(null));
    return;
  }
  // maxSurge and maxUnavailable are 25 %, rounded up and down
  const most = desiredReplicas + (old.length > 0 ? Math.ceil(desiredReplicas / 4) : 0);
  const missing = Math.min(desiredReplicas - latest.length, most - living.length);
  if (missing > 0) return repeat(missing, () => createPod(null));
  const least = desiredReplicas - Math.floor(desiredReplicas / 4);
  const spare = living.length - least - latest.filter(({ ready }) => !ready).length;
  old.toSorted(readyFirst).toReversed().slice(0, Math.max(0, spare)).forEach(terminatePod);
}

/** Ready pods first, since these are kept longest; older ones first among equals. */
const readyFirst = (a: PodState, b: PodState) => Number(b.ready) - Number(a.ready);

function repeat(count: number, act: () => void): void {
  for (let n = 0; n < count; n++) act();
}
