import { createDeploymentClaim } from '../controllers/claims.ts';
import { newState, removePod, type ClusterModel } from './state.ts';

/**
 * Resumes a stopped or killed cluster as if its machines had been switched off and on: pods restart in place, terminating
 * ones are gone, and the pods of a node without power are evicted.
 */
export function resumeCluster(model: ClusterModel): void {
  const { state, definitions } = model;
  deployMissing(model);
  const running = new Set(definitions.map(({ name }) => name));
  for (const node of state.nodes) node.ready = node.powered;
  const off = new Set(state.nodes.filter(({ powered }) => !powered).map(({ name }) => name));
  for (const pod of state.pods) {
    pod.ready = false;
    const lost = pod.node !== null && off.has(pod.node);
    if (!running.has(pod.workload) || (pod.terminating && !lost)) removePod(state, pod.id);
    else if (lost) pod.terminating = true;
    else if (pod.node !== null) pod.restarts += 1;
  }
}

/** Deploys definitions that are new in this folder: at the first start, or after the installation of Redis. */
function deployMissing(model: ClusterModel): void {
  const { state, definitions } = model;
  const fresh = definitions.filter(({ name }) => !state.workloads.some((workload) => workload.name === name));
  const { workloads, volumes } = newState(0, fresh);
  state.workloads.push(...workloads);
  state.volumes.push(...volumes);
  for (const definition of fresh) createDeploymentClaim(model, definition);
}
