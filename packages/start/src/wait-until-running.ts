import type { Replica, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import { type Language, type Text, UserError } from '@persistence-lab/language';
import { lastLines } from './logs.ts';

/** Milliseconds: a new Postgres on a slow disk. */
const timeout = 60_000;
/** Restarts before a container counts as failed: the first failures may be transient. */
const attempts = 3;

/** @throws UserError with the end of the log when something does not start, or not in time */
export async function waitUntilRunning(cluster: LocalCluster): Promise<void> {
  const replicas = () => cluster.workloads().flatMap((workload) => cluster.replicas(workload));
  const pending = () => cluster.workloads().filter(({ rolledOut }) => !rolledOut);
  const before = new Map(replicas().map(({ id, restarts }) => [id, restarts]));
  const fails = ({ id, ready, restarts }: Replica) => !ready && restarts - (before.get(id) ?? 0) >= attempts;
  const isOver = () => pending().length === 0 || replicas().some(fails);
  await cluster.waitUntil('everything runs', isOver, { timeout }).catch(ignoreTimeout);
  if (pending().length === 0) return;
  const failing = pending().filter((workload) => cluster.replicas(workload).some(fails));
  const reasons = (failing.length > 0 ? failing : pending()).map((workload) => explain(cluster, workload));
  const texts = await Promise.all(reasons);
  throw new UserError({
    en: texts.map(({ en }) => en).join('\n\n'),
    'pt-BR': texts.map((text) => text['pt-BR']).join('\n\n'),
  });
}

function ignoreTimeout(error: unknown): void {
  if (!(error instanceof ClusterError && error.code === 'timeout')) throw error;
}

async function explain(cluster: LocalCluster, workload: Workload): Promise<Text> {
  const replica = cluster.replicas(workload).find(({ ready }) => !ready);
  const log = replica && cluster.logFileOf(replica);
  const end = log && lastLines(log);
  if (end)
    return {
      en: `${replica.name} does not start. The end of ${log}:\n\n${end}`,
      'pt-BR': `${replica.name} não inicia. O fim de ${log}:\n\n${end}`,
    };
  const reasons = await cluster.diagnose(workload);
  const lines = (language: Language) => reasons.map((reason) => reason[language]).join('\n');
  return {
    en: `${workload.name} does not start:\n${lines('en')}`,
    'pt-BR': `${workload.name} não inicia:\n${lines('pt-BR')}`,
  };
}
