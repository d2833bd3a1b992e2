import type { Definition, VolumeClass } from './definitions.ts';

export interface NodeState {
  readonly name: string;
  /** Hidden from the cluster, which notices it later by `ready`. */
  powered: boolean;
  ready: boolean;
  cordoned: boolean;
}

export interface WorkloadState {
  readonly name: string;
  desiredReplicas: number;
  /** Incremented by every rollout. */
  revision: number;
  /** Its claims may still exist. */
  deleted: boolean;
}

export interface PodState {
  readonly id: string;
  readonly name: string;
  readonly workload: string;
  readonly revision: number;
  /** null: not of a StatefulSet. */
  readonly ordinal: number | null;
  node: string | null;
  /** Why no node fits. */
  pendingReason: string | null;
  ready: boolean;
  /** It exists until its node confirms the end. */
  terminating: boolean;
  restarts: number;
  /** How its container ended last. */
  lastExit: string | null;
}

export interface ClaimState {
  readonly id: string;
  readonly name: string;
  readonly workload: string;
  /** The owner of a generic ephemeral volume's claim. */
  readonly pod: string | null;
  volume: string | null;
  /** Deleted, but still used by a pod on a node. */
  terminating: boolean;
}

export interface VolumeState {
  readonly name: string;
  readonly volumeClass: VolumeClass;
  /** The only node that can mount it. */
  readonly node: string | null;
  claim: string | null;
  /** Its claim was deleted: the data is retained, and no other claim can be bound. */
  released: boolean;
}

/** The state of the simulated cluster, plain data that is saved in a file. */
export interface State {
  readonly nodes: NodeState[];
  readonly workloads: WorkloadState[];
  pods: PodState[];
  claims: ClaimState[];
  volumes: VolumeState[];
}

export interface ClusterModel {
  readonly state: State;
  /** The workloads that can run here. */
  readonly definitions: readonly Definition[];
  newId(): string;
}

/** A cluster with these workloads and without pods. */
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

/** A pod without a node is removed at once. */
export function terminatePod(state: State, pod: PodState): void {
  pod.terminating = true;
  pod.ready = false;
  if (pod.node === null) removePod(state, pod.id);
}

export function removePod(state: State, id: string): void {
  state.pods = state.pods.filter((pod) => pod.id !== id);
}

/** @throws for an unknown workload, which is a bug */
export function definitionOf(model: Pick<ClusterModel, 'definitions'>, name: string): Definition {
  const found = model.definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no workload ${name} is defined`);
  return found;
}
