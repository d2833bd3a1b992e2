import type { Claim, Cluster, Replica, Subject, Workload } from '@persistence-lab/cluster';
import type { Timeline } from '@persistence-lab/experiment';
import { counted, type Language, type Text } from '@persistence-lab/language';

const noPod: Text = { en: 'no pod', 'pt-BR': 'nenhum pod' };
const none: Text = { en: 'none', 'pt-BR': 'nenhuma' };
const notBound: Text = { en: 'not bound', 'pt-BR': 'não vinculado' };

/** The workloads that a subject needs: itself and, if it has one, its database. */
export function workloadsOf(cluster: Cluster, subject: Subject): Workload[] {
  const dataWorkload = cluster.dataWorkload(subject);
  return dataWorkload.name === subject.name ? [subject] : [dataWorkload, subject];
}

/** Where the pods of a subject run and in which state, one line for each workload. */
export function describePods(cluster: Cluster, subject: Subject, language: Language): string[] {
  return workloadsOf(cluster, subject).map((workload) => {
    const pods = cluster.replicas(workload).map((replica) => `${replica.name} ${stateOf(replica, language)}`);
    return `${workload.name}: ${pods.join('; ') || noPod[language]}`;
  });
}

/** The claims with the data of a subject, one line each. */
export function describeClaims(cluster: Cluster, subject: Subject, language: Language): string[] {
  return cluster.claims(cluster.dataWorkload(subject)).map((claim) => {
    const { name, storageClass, bound, accessScope, reclaimPolicy } = claim;
    const volume = bound
      ? `${accessScopes[accessScope ?? 'unknown'][language]}, ${reclaimPolicies[reclaimPolicy ?? 'unknown'][language]}`
      : notBound[language];
    const text: Text = {
      en: `PersistentVolumeClaim ${name}: class ${storageClass ?? none.en}, ${volume}`,
      'pt-BR': `PersistentVolumeClaim ${name}: classe ${storageClass ?? none['pt-BR']}, ${volume}`,
    };
    return text[language];
  });
}

/** Records every change of the subject's pods in the timeline until the returned function is called. */
export function watchPods(cluster: Cluster, subject: Subject, timeline: Timeline, language: Language): () => void {
  const statesNow = () => {
    const replicas = workloadsOf(cluster, subject).flatMap((workload) => cluster.replicas(workload));
    return new Map(
      replicas.map((pod) => [pod.id, { name: pod.name, state: stateOf({ ...pod, pendingReason: null }, language) }]),
    );
  };
  let before = statesNow();
  return cluster.onChange(() => {
    const now = statesNow();
    for (const [id, { name, state }] of now)
      if (before.get(id)?.state !== state) timeline.add('replica', `${name} ${state}`);
    for (const [id, { name }] of before) if (!now.has(id)) timeline.add('replica', `${name} ${gone[language]}`);
    before = now;
  });
}

const gone: Text = { en: 'is gone', 'pt-BR': 'não existe mais' };

function stateOf(pod: Replica, language: Language): string {
  const { node, restarts, pendingReason } = pod;
  const restarted = counted(restarts, { en: ['restart', 'restarts'], 'pt-BR': ['reinício', 'reinícios'] });
  const state = stateText(pod)[language] + (node === null ? '' : onNode(node)[language]);
  return [state, restarts > 0 && restarted[language], pendingReason].filter(Boolean).join(', ');
}

const onNode = (node: string): Text => ({ en: ` on ${node}`, 'pt-BR': ` em ${node}` });

function stateText({ node, ready, terminating }: Replica): Text {
  if (terminating) return { en: 'is terminating', 'pt-BR': 'está sendo encerrado' };
  if (node === null) return { en: 'waits for a node', 'pt-BR': 'espera por um nó' };
  return ready ? { en: 'is ready', 'pt-BR': 'está pronto' } : { en: 'is not ready', 'pt-BR': 'não está pronto' };
}

const accessScopes: Readonly<Record<NonNullable<Claim['accessScope']> | 'unknown', Text>> = {
  'one node': { en: 'mounted on one node only', 'pt-BR': 'montado em um único nó' },
  follows: { en: 'follows its pod to other nodes', 'pt-BR': 'acompanha o pod para outros nós' },
  everywhere: { en: 'mounted on any node', 'pt-BR': 'montado em qualquer nó' },
  unknown: { en: 'access scope unknown', 'pt-BR': 'alcance desconhecido' },
};

const reclaimPolicies: Readonly<Record<NonNullable<Claim['reclaimPolicy']> | 'unknown', Text>> = {
  delete: { en: 'deleted with the claim', 'pt-BR': 'apagado com o PVC' },
  retain: { en: 'retained without the claim', 'pt-BR': 'mantido sem o PVC' },
  unknown: { en: 'reclaim policy unknown', 'pt-BR': 'política de recuperação desconhecida' },
};
