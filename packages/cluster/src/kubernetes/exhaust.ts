import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Cluster, Replica } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { bytesOf } from './bytes.ts';
import { execute } from './execute.ts';
import { restartsOf } from './view.ts';

export interface Exhaustion {
  readonly config: KubeConfig;
  readonly replica: Replica;
  readonly pod: V1Pod;
  /** The pod as it is now. */
  readonly podNow: () => V1Pod | undefined;
  readonly waitUntil: Cluster['waitUntil'];
}

const patience = 60_000;

// Each takes more than `bytes`, twice the container's limit, in the server's own processes, and writes nothing to disk:
// DEBUG POPULATE is in no append-only file, and a function's result in no write-ahead log. Redis is process 1 and the
// container ends with it. Of PostgreSQL the kernel ends the one session, whereupon the server ends all others and
// recovers as after a crash, in the same container; or everything in the container (cgroup v2, memory.oom.group).
const commands: Record<string, (bytes: number) => string> = {
  redis: (bytes) =>
    `REDISCLI_AUTH=$(cat /run/secrets/redis/password) redis-cli DEBUG POPULATE ${Math.ceil(bytes / 65536)} oom 65536`,
  postgres: (bytes) => `psql -X -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "SELECT ${lengths(bytes)}"`,
};

// random(): or the planner would work it out beforehand, one at a time
const lengths = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 1e9) + 1 }, () => "length(repeat('x', (9e8 + random())::int))").join(' + ');

/** Makes the main process of a replica use memory until the kernel ends it; resolves when that has happened. */
export async function oomKill({ config, replica, pod, podNow, waitUntil }: Exhaustion): Promise<void> {
  const limit = pod.spec?.containers[0]?.resources?.limits?.['memory'];
  if (limit === undefined)
    throw new ClusterError(
      'refused',
      `${replica.name} has no memory limit: it would take its node's memory from all others. Give its container one.`,
    );
  const command = commands[replica.app]?.(2 * bytesOf(limit));
  if (command === undefined) await exhaustByFault(replica);
  else if (await exhaustByCommand(config, replica, pod, command)) return;
  const isOver = () => {
    const now = podNow();
    return now === undefined || restartsOf(now) > restartsOf(pod);
  };
  await waitUntil(`${replica.name} was ended for its memory`, isOver, { timeout: patience });
}

/** True when nothing more is to be waited for: the server goes on in its container. */
async function exhaustByCommand(config: KubeConfig, replica: Replica, pod: V1Pod, command: string): Promise<boolean> {
  const container = pod.spec?.containers[0]?.name ?? '';
  const { code, output } = await execute(config, { ...replica, container }, ['sh', '-c', command]);
  const hasLostServer = /closed the connection|connection to server was lost/.test(output);
  // the kernel may take the client along with the container
  if (!hasLostServer && code !== null && code < 128)
    throw new ClusterError('refused', `${replica.name} cannot be exhausted; its client said: ${output.trim()}`);
  return replica.app === 'postgres' && hasLostServer;
}

async function exhaustByFault(replica: Replica): Promise<void> {
  const answer = await replica.fetch('/faults/oom', { method: 'POST' }).catch(() => undefined);
  // a process that is gone answers nothing, or the API server says so
  if (answer === undefined || answer.status >= 500) return;
  const { detail = '' } = (await answer.json().catch(() => ({}))) as { detail?: string };
  const why = answer.status === 404 ? 'deploy it with FAULTS_ENABLED=true' : detail;
  throw new ClusterError('refused', `${replica.name} refuses to use up its memory (${answer.status}): ${why}`);
}
