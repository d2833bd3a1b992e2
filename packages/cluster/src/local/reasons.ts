import type { Workload } from '../cluster.ts';
import type { PodState, World } from './state.ts';

/** Why a workload is not settled, a sentence a reason. */
export function reasonsOf(world: World, { name }: Pick<Workload, 'name'>, logOf: (pod: PodState) => string): string[] {
  const workload = world.state.workloads.find((each) => each.name === name && !each.deleted);
  if (workload === undefined) return [`${name} does not exist`];
  const pods = world.state.pods.filter((pod) => pod.workload === name);
  const reasons = pods.filter(({ ready }) => !ready).map((pod) => `${pod.name}: ${reasonOf(world, pod, logOf(pod))}`);
  if (pods.length < workload.desiredReplicas && reasons.length === 0)
    reasons.push(`${pods.length} of ${workload.desiredReplicas} pods exist`);
  return reasons;
}

function reasonOf({ state }: World, pod: PodState, log: string): string {
  const node = state.nodes.find(({ name }) => name === pod.node);
  if (pod.terminating)
    return node?.ready === false ? `is still terminating: ${node.name} is not ready` : 'is still terminating';
  if (pod.pendingReason !== null) return `Pending: ${pod.pendingReason}`;
  if (node?.ready === false) return `${node.name} is not ready`;
  if (pod.lastExit === null) return 'runs and is not ready';
  return `is not ready; its container ${pod.lastExit}${log && `: ${log}`}`;
}
