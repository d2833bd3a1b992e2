import type { Definition } from './definitions.ts';
import type { PodState, WorkloadState } from './state.ts';

/** What a controller may do. */
export interface Hands {
  make(ordinal: number | null): void;
  end(pod: PodState): void;
}

/**
 * A Deployment replaces a pod as soon as that is told to stop. Only a new revision is careful: `Recreate` waits until
 * the old pods are gone, a rolling update until the new ones are ready.
 */
export function reconcileDeployment(
  { desiredReplicas, revision }: WorkloadState,
  { strategy }: Pick<Definition, 'strategy'>,
  pods: readonly PodState[],
  { make, end }: Hands,
): void {
  const isOld = (pod: PodState) => pod.revision !== revision;
  const living = pods.filter(({ terminating }) => !terminating);
  const old = living.filter(isOld);
  const latest = living.filter((pod) => !isOld(pod));
  latest.toSorted(readyFirst).slice(desiredReplicas).forEach(end);
  if (strategy === 'Recreate') {
    old.forEach(end);
    if (!pods.some(isOld)) times(desiredReplicas - latest.length, () => make(null));
    return;
  }
  // maxSurge and maxUnavailable are 25 %, rounded up and down
  const most = desiredReplicas + (old.length > 0 ? Math.ceil(desiredReplicas / 4) : 0);
  const missing = Math.min(desiredReplicas - latest.length, most - living.length);
  if (missing > 0) return times(missing, () => make(null));
  const least = desiredReplicas - Math.floor(desiredReplicas / 4);
  const spare = living.length - least - latest.filter(({ ready }) => !ready).length;
  old.toSorted(readyFirst).toReversed().slice(0, Math.max(0, spare)).forEach(end);
}

/** The ones that are kept longest stand first; of equals the older. */
const readyFirst = (a: PodState, b: PodState) => Number(b.ready) - Number(a.ready);

function times(count: number, act: () => void): void {
  for (let n = 0; n < count; n++) act();
}
