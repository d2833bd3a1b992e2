import type { Replica, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import { CannotRun } from '@persistence-lab/language';
import { lastLines } from './logs.ts';

/** Milliseconds: a new Postgres on a slow disk. */
const patience = 60_000;
/** So often a container may end before it is ready: what it met may have been passing. */
const attempts = 3;

/** @throws CannotRun with the end of the log when something does not start, or not in time */
export async function untilRunning(cluster: LocalCluster): Promise<void> {
  const replicas = () => cluster.workloads().flatMap((workload) => cluster.replicas(workload));
  const unsettled = () => cluster.workloads().filter(({ rolledOut }) => !rolledOut);
  const before = new Map(replicas().map(({ id, restarts }) => [id, restarts]));
  const fails = ({ id, ready, restarts }: Replica) => !ready && restarts - (before.get(id) ?? 0) >= attempts;
  const isOver = () => unsettled().length === 0 || replicas().some(fails);
  await cluster.waitUntil('everything runs', isOver, { timeout: patience }).catch(unlessLate);
  if (unsettled().length === 0) return;
  const failing = unsettled().filter((workload) => cluster.replicas(workload).some(fails));
  const reasons = (failing.length > 0 ? failing : unsettled()).map((workload) => explain(cluster, workload));
  throw new CannotRun((await Promise.all(reasons)).join('\n\n'));
}

function unlessLate(error: unknown): void {
  if (!(error instanceof ClusterError && error.code === 'timeout')) throw error;
}

async function explain(cluster: LocalCluster, workload: Workload): Promise<string> {
  const replica = cluster.replicas(workload).find(({ ready }) => !ready);
  const log = replica && cluster.logFileOf(replica);
  const end = log && lastLines(log);
  return end
    ? `${replica.name} does not start. The end of ${log}:\n\n${end}`
    : `${workload.name} does not start:\n${(await cluster.diagnose(workload)).join('\n')}`;
}
