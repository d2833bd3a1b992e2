import { deployClaim } from './claims.ts';
import { newState, removePod, type World } from './state.ts';

/**
 * A cluster that was stopped, or whose process was killed, goes on as machines do that were switched off and on: pods
 * start again in place, those that were told to stop are gone, and a node without power has been given up.
 */
export function resume(world: World): void {
  const { state, definitions } = world;
  deployMissing(world);
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

/** What the folder has not seen before: a Redis that was installed since, or a first start. */
function deployMissing(world: World): void {
  const { state, definitions } = world;
  const fresh = definitions.filter(({ name }) => !state.workloads.some((workload) => workload.name === name));
  const { workloads, volumes } = newState(0, fresh);
  state.workloads.push(...workloads);
  state.volumes.push(...volumes);
  for (const definition of fresh) deployClaim(world, definition);
}
