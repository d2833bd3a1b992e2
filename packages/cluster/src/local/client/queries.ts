import type { Claim, Replica, Subject, Workload } from '../../cluster.ts';
import type { Text } from '@persistence-lab/language';
import { ClusterError } from '../../cluster-error.ts';
import type { Definition, VolumeClass } from '../state/definitions.ts';
import { createReplicaFetch } from './replica-fetch.ts';
import { definitionOf, type ClaimState, type PodState, type WorkloadState, type ClusterModel } from '../state/state.ts';

/** Why a subject cannot run here, by its name. */
export type Unavailable = ReadonlyMap<string, Text>;

/** Answers the queries of a Cluster from the state. */
export function createQueries(model: ClusterModel, urlOf: (pod: string) => string | null, unavailable: Unavailable) {
  const { state, definitions } = model;
  const podsOf = ({ name }: Pick<Workload, 'name'>) => state.pods.filter(({ workload }) => workload === name);

  function workloads(): Workload[] {
    return definitions.flatMap((definition) => {
      const found = state.workloads.find(({ name, deleted }) => name === definition.name && !deleted);
      return found ? [describeWorkload(definition, found, podsOf(definition))] : [];
    });
  }
  function replicaOf(pod: PodState): Replica {
    const { id, name, node, pendingReason, ready, terminating, restarts } = pod;
    const { namespace, app } = definitionOf(model, pod.workload);
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
      const list = names.join(', ');
      const reason = unavailable.get(name) ?? {
        en: `Subjects that run here: ${list || 'none'}.`,
        'pt-BR': `Alvos em execução aqui: ${list || 'nenhum'}.`,
      };
      throw new ClusterError('missing', {
        en: `No subject "${name}" runs here. ${reason.en}`,
        'pt-BR': `Nenhum alvo "${name}" é executado aqui. ${reason['pt-BR']}`,
      });
    },
    nodes: () => state.nodes.map(({ name, ready, cordoned }) => ({ name, ready, cordoned })),
    replicas,
    dataWorkload,
    dataReplicas: (subject: Subject) => replicas(dataWorkload(subject)),
    claims: (workload: Workload) =>
      state.claims
        .filter((claim) => claim.workload === workload.name)
        .map((claim) => describeClaim(claim, definitionOf(model, workload.name))),
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
  // a path on the node of the pod: no field of Kubernetes tells its scope
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
