import { bindClaim, collectClaims, createClaims } from './claims.ts';
import { reconcileDeployment } from './deployment.ts';
import type { Definition } from '../state/definitions.ts';
import { schedule } from './scheduler.ts';
import { reconcileStatefulSet } from './stateful-set.ts';
import { definitionOf, terminatePod, type WorkloadState, type ClusterModel } from '../state/state.ts';

/** Runs the controllers and the scheduler until nothing changes without the nodes. */
export function reconcile(model: ClusterModel): void {
  let before: string;
  do {
    before = JSON.stringify(model.state);
    collectClaims(model);
    controlWorkloads(model);
    createClaims(model);
    schedulePods(model);
  } while (JSON.stringify(model.state) !== before);
}

function controlWorkloads(model: ClusterModel): void {
  const { state, definitions } = model;
  for (const definition of definitions) {
    const workload = state.workloads.find(({ name }) => name === definition.name);
    const pods = state.pods.filter((pod) => pod.workload === definition.name);
    const operations = {
      createPod: (ordinal: number | null) => makePod(model, workload!, ordinal),
      terminatePod: (pod: (typeof pods)[number]) => terminatePod(state, pod),
    };
    if (workload === undefined || workload.deleted)
      pods.filter(({ terminating }) => !terminating).forEach(operations.terminatePod);
    else if (definition.controller === 'Deployment') reconcileDeployment(workload, definition, pods, operations);
    else reconcileStatefulSet(workload, pods, operations);
  }
}

function makePod({ state, newId }: ClusterModel, { name, revision }: WorkloadState, ordinal: number | null): void {
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

function schedulePods(model: ClusterModel): void {
  for (const pod of model.state.pods.filter(({ node }) => node === null)) {
    const definition: Definition = definitionOf(model, pod.workload);
    const found = schedule(model.state, pod, definition);
    if ('pendingReason' in found) {
      pod.pendingReason = found.pendingReason;
      continue;
    }
    pod.node = found.node;
    pod.pendingReason = null;
    bindClaim(model, pod, definition);
  }
}
