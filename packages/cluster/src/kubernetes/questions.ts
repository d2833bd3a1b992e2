import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Cluster, Subject, Workload } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { claimsOf, describeClaim } from './claims.ts';
import { createFetchFrom, type PodAddress } from './replica-fetch.ts';
import { nodeOf, objectOf, podsOf, replicaOf, workloadsOf, type Seen } from './view.ts';

export type Questions = Pick<
  Cluster,
  'workloads' | 'subjects' | 'subject' | 'nodes' | 'replicas' | 'dataWorkload' | 'dataReplicas' | 'claims'
>;

/** What is asked of the view, answered in the domain's words. */
export function createQuestions(config: KubeConfig, seen: () => Seen): Questions {
  const fetchFrom = createFetchFrom(config);
  const workloads = () => workloadsOf(seen());
  const subjects = () => workloads().filter(isSubject);

  function replicas(workload: Workload) {
    const now = seen();
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
      throw new ClusterError('missing', `No subject "${name}" is deployed; there are: ${names.join(', ') || 'none'}.`);
    },
    nodes: () => seen().nodes.map(nodeOf),
    replicas,
    dataWorkload,
    dataReplicas: (subject) => replicas(dataWorkload(subject)),
    claims: (workload) => claimsOf(seen(), workload).map((claim) => describeClaim(claim, seen().volumes)),
  };
}

const isSubject = (workload: Workload): workload is Subject => workload.component === 'api' && workload.kind !== null;

function addressOf({ metadata, spec }: V1Pod): PodAddress {
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const port = ports.find(({ name }) => name === 'http') ?? ports[0];
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', port: port?.containerPort ?? 80 };
}
