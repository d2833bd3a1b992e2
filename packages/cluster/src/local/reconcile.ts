import { bindClaim, collectClaims, makeClaims } from './claims.ts';
import { reconcileDeployment } from './deployment.ts';
import type { Definition } from './definitions.ts';
import { schedule } from './scheduler.ts';
import { reconcileStatefulSet } from './stateful-set.ts';
import { definitionOf, endPod, type WorkloadState, type World } from './state.ts';

/** Brings the world as near to what is wanted as it can be without anything having to happen on a node. */
export function reconcile(world: World): void {
  let before: string;
  do {
    before = JSON.stringify(world.state);
    collectClaims(world);
    controlWorkloads(world);
    makeClaims(world);
    schedulePods(world);
  } while (JSON.stringify(world.state) !== before);
}

function controlWorkloads(world: World): void {
  const { state, definitions } = world;
  for (const definition of definitions) {
    const workload = state.workloads.find(({ name }) => name === definition.name);
    const pods = state.pods.filter((pod) => pod.workload === definition.name);
    const hands = {
      make: (ordinal: number | null) => makePod(world, workload!, ordinal),
      end: (pod: (typeof pods)[number]) => endPod(state, pod),
    };
    if (workload === undefined || workload.deleted) pods.filter(({ terminating }) => !terminating).forEach(hands.end);
    else if (definition.controller === 'Deployment') reconcileDeployment(workload, definition, pods, hands);
    else reconcileStatefulSet(workload, pods, hands);
  }
}

function makePod({ state, newId }: World, { name, revision }: WorkloadState, ordinal: number | null): void {
  const id = newId();
  state.pods.push({
    id,
    name: `${name}-${ordinal ?? id.slice(0, 5)}`,
    workload: name,
    revision,
    ordinal,
    node: null,
    pendingReason: null,
    ready: false,
    terminating: false,
    restarts: 0,
    lastExit: null,
  });
}

function schedulePods(world: World): void {
  for (const pod of world.state.pods.filter(({ node }) => node === null)) {
    const definition: Definition = definitionOf(world, pod.workload);
    const found = schedule(world.state, pod, definition);
    if ('pendingReason' in found) {
      pod.pendingReason = found.pendingReason;
      continue;
    }
    pod.node = found.node;
    pod.pendingReason = null;
    bindClaim(world, pod, definition);
  }
}
