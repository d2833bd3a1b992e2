import type { Claim, Replica, Subject, Workload } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import type { Definition, VolumeClass } from './definitions.ts';
import { createReplicaFetch } from './replica-fetch.ts';
import { definitionOf, type ClaimState, type PodState, type WorkloadState, type World } from './state.ts';

/** Why a subject that somebody may look for is not there, by its name. */
export type Unavailable = ReadonlyMap<string, string>;

/** The questions that a Cluster answers, from the state. */
export function createView(world: World, urlOf: (pod: string) => string | null, unavailable: Unavailable) {
  const { state, definitions } = world;
  const podsOf = ({ name }: Pick<Workload, 'name'>) => state.pods.filter(({ workload }) => workload === name);

  function workloads(): Workload[] {
    return definitions.flatMap((definition) => {
      const found = state.workloads.find(({ name, deleted }) => name === definition.name && !deleted);
      return found ? [describeWorkload(definition, found, podsOf(definition))] : [];
    });
  }
  function replicaOf(pod: PodState): Replica {
    const { id, name, node, pendingReason, ready, terminating, restarts } = pod;
    const { namespace, app } = definitionOf(world, pod.workload);
    const fetch = createReplicaFetch(name, () => urlOf(id));
    return { id, name, namespace, app, node, pendingReason, ready, terminating, restarts, fetch };
  }
  const subjects = () => workloads().filter(isSubject);
  const replicas = (workload: Pick<Workload, 'name'>) => podsOf(workload).map(replicaOf);
  const dataWorkload = (subject: Subject) =>
    workloads().find(({ component, kind }) => component === 'database' && kind === subject.kind) ?? subject;

  return {
    workloads,
    subjects,
    subject(name: string) {
      const found = subjects().find((subject) => subject.name === name);
      if (found) return found;
      const names = subjects().map((subject) => subject.name);
      const why = unavailable.get(name) ?? `There are: ${names.join(', ') || 'none'}.`;
      throw new ClusterError('missing', `No subject "${name}" runs here. ${why}`);
    },
    nodes: () => state.nodes.map(({ name, ready, cordoned }) => ({ name, ready, cordoned })),
    replicas,
    dataWorkload,
    dataReplicas: (subject: Subject) => replicas(dataWorkload(subject)),
    claims: (workload: Workload) =>
      state.claims
        .filter((claim) => claim.workload === workload.name)
        .map((claim) => describeClaim(claim, definitionOf(world, workload.name))),
  };
}

const isSubject = (workload: Workload): workload is Subject => workload.component === 'api' && workload.kind !== null;

function describeWorkload(
  definition: Definition,
  { desiredReplicas, revision }: WorkloadState,
  pods: PodState[],
): Workload {
  const { name, namespace, component, app, kind } = definition;
  const rolledOut = pods.length === desiredReplicas && pods.every((pod) => pod.ready && pod.revision === revision);
  return { name, namespace, component, app, kind, desiredReplicas, rolledOut };
}

const accessScopes: Record<VolumeClass, Claim['accessScope']> = {
  local: 'one node',
  shared: 'everywhere',
  // a path of whichever node its pod is on: nothing in Kubernetes says what that reaches
  static: null,
};

function describeClaim({ name, volume, terminating }: ClaimState, { namespace, volumeClass }: Definition): Claim {
  return {
    name,
    namespace,
    storageClass: volumeClass === 'static' ? null : volumeClass,
    bound: volume !== null && !terminating,
    accessScope: accessScopes[volumeClass],
    reclaimPolicy: volumeClass === 'static' ? 'retain' : 'delete',
  };
}
