import type { ClusterNode, Replica } from '@persistence-lab/cluster';

const noImage = /its node has no image/;

/** What schedulers, older and newer, say of a replica whose volume is, or must be, where it cannot go. */
const neverStarted = [
  /volume node affinity conflict/,
  /didn't match PersistentVolume's node affinity/,
  /persistentvolumeclaim "[^"]*" not found/,
  // Kubernetes has tried: to wait for a registry would tell nothing about storage
  noImage,
];

/**
 * Why no more replicas of a workload will become ready however long one waits, unless somebody helps; null where time may
 * cure it. The workload's replicas may change the moment after: believe it only when it stays so.
 */
export function permanentBlockReason(replicas: readonly Replica[], nodes: readonly ClusterNode[]): string | null {
  // where no node answers Kubernetes evicts nobody, so that its pods seem to run on:
  // https://kubernetes.io/docs/concepts/architecture/nodes/#rate-limits-on-eviction
  if (replicas.length > 0 && nodes.length > 0 && nodes.every(({ ready }) => !ready))
    return `${replicas.map(({ name }) => name).join(', ')}: no node answers`;
  const living = replicas.filter(({ terminating }) => !terminating);
  if (living.length === 0) return waitsForDeadNode(replicas, nodes);
  const noNodeIsOpen = !nodes.some(({ ready, cordoned }) => ready && !cordoned);
  const isHopeless = ({ pendingReason }: Replica) =>
    pendingReason !== null &&
    (noNodeIsOpen || (neverStarted.some((said) => said.test(pendingReason)) && !isCrowded(pendingReason)));
  const hopeless = living.filter(isHopeless);
  if (hopeless.length === 0 || !living.every((replica) => replica.ready || isHopeless(replica))) return null;
  return hopeless
    .map(({ name, pendingReason }) => `${name}: Pending: ${pendingReason}${wayOut(pendingReason ?? '')}`)
    .join('\n');
}

/** A node that could take it has too little left: others may end. */
const isCrowded = (pendingReason: string) => /Insufficient|Too many pods/.test(pendingReason);

/**
 * Kubernetes tries again by itself, for the first time after ten seconds:
 * https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff
 */
export const isTriedAgain = (reason: string): boolean =>
  /ErrImagePull|ImagePullBackOff|RegistryUnavailable/.test(reason);

const wayOut = (pendingReason: string) =>
  noImage.test(pendingReason)
    ? '; load it on every node (npm run deploy does, with --load-command) or push it to a registry'
    : '';

// A StatefulSet makes no successor before the old pod is known to have ended, which only its node can tell:
// https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/
function waitsForDeadNode(replicas: readonly Replica[], nodes: readonly ClusterNode[]): string | null {
  const dead = nodes.filter(({ ready }) => !ready).map(({ name }) => name);
  if (replicas.length === 0 || !replicas.every(({ node }) => dead.includes(node ?? ''))) return null;
  const [{ name, node }] = replicas as [Replica, ...Replica[]];
  return `${name}: is told to end, but ${node} does not answer: a successor waits until it is known to have ended`;
}
