import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Cluster, Subject, Workload } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { claimsOf, describeClaim } from './claims.ts';
import { createFetchFrom, type PodAddress } from '../client/replica-fetch.ts';
import { nodeOf } from './nodes.ts';
import type { ObjectCache } from './object-cache.ts';
import { replicaOf } from './pods.ts';
import { objectOf, podsOf, workloadsOf } from './workloads.ts';

export type ClusterQueries = Pick<
  Cluster,
  'workloads' | 'subjects' | 'subject' | 'nodes' | 'replicas' | 'dataWorkload' | 'dataReplicas' | 'claims'
>;

/** Answers the queries of a Cluster from the cached objects. */
export function createQueries(config: KubeConfig, cache: () => ObjectCache): ClusterQueries {
  const fetchFrom = createFetchFrom(config);
  const workloads = () => workloadsOf(cache());
  const subjects = () => workloads().filter(isSubject);

  function replicas(workload: Workload) {
    const now = cache();
    const owner = objectOf(now, workload);
    return owner ? podsOf(owner, now.pods).map((pod) => replicaOf(pod, fetchFrom(addressOf(pod)))) : [];
  }
  const dataWorkload = (subject: Subject) =>
    workloads().find(({ component, kind }) => component === 'database' && kind === subject.kind) ??
    workloads().find(({ name, namespace }) => name === subject.name && namespace === subject.namespace) ??
    subject;

  return {
    workloads,
    subjects,
    subject(name) {
      const found = subjects().find((subject) => subject.name === name);
      if (found) return found;
      const names = subjects().map((subject) => subject.name);
      const list = names.join(', ');
      throw new ClusterError('missing', {
        en: `No subject "${name}" is deployed; deployed are: ${list || 'none'}.`,
        'pt-BR': `Nenhum alvo "${name}" está implantado; implantados: ${list || 'nenhum'}.`,
      });
    },
    nodes: () => cache().nodes.map(nodeOf),
    replicas,
    dataWorkload,
    dataReplicas: (subject) => replicas(dataWorkload(subject)),
    claims: (workload) => claimsOf(cache(), workload).map((claim) => describeClaim(claim, cache().volumes)),
  };
}

const isSubject = (workload: Workload): workload is Subject => workload.component === 'api' && workload.kind !== null;

function addressOf({ metadata, spec }: V1Pod): PodAddress {
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const port = ports.find(({ name }) => name === 'http') ?? ports[0];
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', port: port?.containerPort ?? 80 };
}
