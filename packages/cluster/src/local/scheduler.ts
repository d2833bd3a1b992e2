import { claimNameOf, claimOf } from './claims.ts';
import type { Definition } from './definitions.ts';
import type { NodeState, PodState, State } from './state.ts';

export type Scheduled = { readonly node: string } | { readonly pendingReason: string };

/**
 * A node for the pod, with the fewest pods of the same workload, then the fewest of all; or why there is none, in the
 * words of Kubernetes' own scheduler.
 */
export function schedule(state: State, pod: PodState, definition: Definition): Scheduled {
  const none = (why: string) => ({ pendingReason: `0/${state.nodes.length} nodes are available: ${why}.` });
  const missing = claimProblem(state, pod, definition);
  if (missing !== null) return none(missing);
  const objections = state.nodes.map((node) => ({ node, why: objectionOf(state, node, pod, definition) }));
  const takers = objections.filter(({ why }) => why === null).map(({ node }) => node.name);
  const [best] = takers.toSorted((a, b) => loadOf(state, a, pod) - loadOf(state, b, pod));
  return best === undefined ? none(summed(objections.map(({ why }) => why ?? ''))) : { node: best };
}

function claimProblem(state: State, pod: PodState, definition: Definition): string | null {
  const name = claimNameOf(pod, definition);
  if (name === null) return null;
  const claim = claimOf(state, pod, definition);
  if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
  if (claim.terminating) return `persistentvolumeclaim "${name}" is being deleted`;
  if (claim.volume === null && definition.volumeClass === 'static')
    return 'pod has unbound immediate PersistentVolumeClaims';
  return null;
}

// the first filter that refuses is the one that is told
function objectionOf(state: State, node: NodeState, pod: PodState, definition: Definition): string | null {
  if (node.cordoned) return 'node(s) were unschedulable';
  if (!node.ready) return 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }';
  const claim = claimOf(state, pod, definition);
  const volume = state.volumes.find(({ name }) => name === claim?.volume);
  const only = volume?.node ?? null;
  return only !== null && only !== node.name ? 'node(s) had volume node affinity conflict' : null;
}

/** Pods of its own workload weigh most: as many as there may ever be of all others. */
function loadOf({ pods }: State, node: string, pod: PodState): number {
  const there = pods.filter((each) => each.node === node && !each.terminating);
  return there.filter(({ workload }) => workload === pod.workload).length * 1_000 + there.length;
}

/** "1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict" */
function summed(reasons: string[]): string {
  const counts = Map.groupBy(reasons, (reason) => reason);
  return [...counts]
    .map(([reason, all]) => `${all.length} ${reason}`)
    .toSorted()
    .join(', ');
}
