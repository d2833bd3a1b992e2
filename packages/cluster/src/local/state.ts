import type { Definition, VolumeClass } from './definitions.ts';

export interface NodeState {
  readonly name: string;
  /** Its power is on. The cluster does not see that, only `ready`, and later. */
  powered: boolean;
  ready: boolean;
  cordoned: boolean;
}

export interface WorkloadState {
  readonly name: string;
  desiredReplicas: number;
  /** Grows with every rollout. */
  revision: number;
  /** Its claims may still be there. */
  deleted: boolean;
}

export interface PodState {
  readonly id: string;
  readonly name: string;
  readonly workload: string;
  readonly revision: number;
  /** Of a StatefulSet's pod. */
  readonly ordinal: number | null;
  node: string | null;
  /** Why no node takes it. */
  pendingReason: string | null;
  ready: boolean;
  /** Told to stop; it is there until its node says that it has. */
  terminating: boolean;
  restarts: number;
  /** How its container ended last. */
  lastExit: string | null;
}

export interface ClaimState {
  readonly id: string;
  readonly name: string;
  readonly workload: string;
  /** The pod that it comes and goes with. */
  readonly pod: string | null;
  volume: string | null;
  /** Deleted, and kept while a pod on a node uses it. */
  terminating: boolean;
}

export interface VolumeState {
  readonly name: string;
  readonly volumeClass: VolumeClass;
  /** The only node that can mount it. */
  readonly node: string | null;
  claim: string | null;
  /** Its claim was deleted: it keeps the data and takes no other claim. */
  released: boolean;
}

/** All that the simulated cluster knows, as plain data: it is kept in a file. */
export interface State {
  readonly nodes: NodeState[];
  readonly workloads: WorkloadState[];
  pods: PodState[];
  claims: ClaimState[];
  volumes: VolumeState[];
}

export interface World {
  readonly state: State;
  /** What runs here. */
  readonly definitions: readonly Definition[];
  newId(): string;
}

/** A cluster in which everything is deployed once and nothing runs yet. */
export function newState(nodes: number, definitions: readonly Definition[]): State {
  return {
    nodes: Array.from({ length: nodes }, (_, n) => ({
      name: `node-${n + 1}`,
      powered: true,
      ready: true,
      cordoned: false,
    })),
    workloads: definitions.map(({ name }) => ({ name, desiredReplicas: 1, revision: 1, deleted: false })),
    pods: [],
    claims: [],
    volumes: definitions
      .filter(({ volumeClass }) => volumeClass === 'static')
      .map(({ name }) => ({ name, volumeClass: 'static', node: null, claim: null, released: false })),
  };
}

/** What is told to stop before it has a node is gone at once: nobody has to stop it. */
export function endPod(state: State, pod: PodState): void {
  pod.terminating = true;
  pod.ready = false;
  if (pod.node === null) removePod(state, pod.id);
}

export function removePod(state: State, id: string): void {
  state.pods = state.pods.filter((pod) => pod.id !== id);
}

/** @throws when there is no such workload: a mistake of ours */
export function definitionOf(world: Pick<World, 'definitions'>, name: string): Definition {
  const found = world.definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no workload ${name} is defined`);
  return found;
}
