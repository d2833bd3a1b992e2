import { claimNameOf, claimOf } from './claims.ts';
import type { Definition } from '../state/definitions.ts';
import type { NodeState, PodState, State } from '../state/state.ts';

export type SchedulingResult = { readonly node: string } | { readonly pendingReason: string };

/**
 * The node with the fewest pods of the same workload, then the fewest of all; or why there is none, worded as the
 * Kubernetes scheduler does.
 */
export function schedule(state: State, pod: PodState, definition: Definition): SchedulingResult {
  const unschedulable = (why: string) => ({ pendingReason: `0/${state.nodes.length} nodes are available: ${why}.` });
  const missing = claimProblem(state, pod, definition);
  if (missing !== null) return unschedulable(missing);
  const rejections = state.nodes.map((node) => ({ node, why: rejectionReason(state, node, pod, definition) }));
  const fitting = rejections.filter(({ why }) => why === null).map(({ node }) => node.name);
  const [best] = fitting.toSorted((a, b) => loadOf(state, a, pod) - loadOf(state, b, pod));
  return best === undefined ? unschedulable(summarize(rejections.map(({ why }) => why ?? ''))) : { node: best };
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

// the first filter that rejects is the one that is reported
function rejectionReason(state: State, node: NodeState, pod: PodState, definition: Definition): string | null {
  if (node.cordoned) return 'node(s) were unschedulable';
  if (!node.ready) return 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }';
  const claim = claimOf(state, pod, definition);
  const volume = state.volumes.find(({ name }) => name === claim?.volume);
  const only = volume?.node ?? null;
  return only !== null && only !== node.name ? 'node(s) had volume node affinity conflict' : null;
}

/** A pod of the same workload weighs more than all others together. */
function loadOf({ pods }: State, node: string, pod: PodState): number {
  const there = pods.filter((each) => each.node === node && !each.terminating);
  return there.filter(({ workload }) => workload === pod.workload).length * 1_000 + there.length;
}

/** "1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict" */
function summarize(reasons: string[]): string {
  const counts = Map.groupBy(reasons, (reason) => reason);
  return [...counts]
    .map(([reason, all]) => `${all.length} ${reason}`)
    .toSorted()
    .join(', ');
}
