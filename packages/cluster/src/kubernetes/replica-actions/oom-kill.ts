import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Cluster, Replica } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { execInPod } from './exec-in-pod.ts';
import { restartsOf } from '../cache/pods.ts';

export interface OomKillOptions {
  readonly config: KubeConfig;
  readonly replica: Replica;
  readonly pod: V1Pod;
  /** The pod as it is in the cache now. */
  readonly currentPod: () => V1Pod | undefined;
  readonly waitUntil: Cluster['waitUntil'];
}

const killTimeout = 60_000;

// Each allocates more than `bytes`, twice the container's limit, in the server's own processes, without a write to disk:
// DEBUG POPULATE is not in the append-only file, nor a function's result in the write-ahead log. Redis is process 1, so the
// container ends with it. In PostgreSQL the kernel kills the one session; the server then ends all others and recovers as
// after a crash, in the same container; or it kills everything in the container (cgroup v2, memory.oom.group).
const commands: Record<string, (bytes: number) => string> = {
  redis: (bytes) =>
    `REDISCLI_AUTH=$(cat /run/secrets/redis/password) redis-cli DEBUG POPULATE ${Math.ceil(bytes / 65536)} oom 65536`,
  postgres: (bytes) => `psql -X -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "SELECT ${lengths(bytes)}"`,
};

// random(): otherwise the planner would evaluate the calls one at a time
const lengths = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 1e9) + 1 }, () => "length(repeat('x', (9e8 + random())::int))").join(' + ');

/** Makes the main process of a replica allocate memory until the kernel kills it; resolves when that has happened. */
export async function oomKill({ config, replica, pod, currentPod, waitUntil }: OomKillOptions): Promise<void> {
  const limit = pod.spec?.containers[0]?.resources?.limits?.['memory'];
  if (limit === undefined)
    throw new ClusterError('refused', {
      en: `${replica.name} has no memory limit: it would take the memory of the whole node. Set a limit for its container.`,
      'pt-BR': `${replica.name} não tem limite de memória: tomaria a memória do nó inteiro. Defina um limite para o contêiner.`,
    });
  const command = commands[replica.app]?.(2 * bytesOf(limit));
  if (command === undefined) await exhaustMemoryByRequest(replica);
  else if (await exhaustMemoryByCommand(config, replica, pod, command)) return;
  const isOver = () => {
    const now = currentPod();
    return now === undefined || restartsOf(now) > restartsOf(pod);
  };
  const what = { en: `${replica.name} is OOM-killed`, 'pt-BR': `${replica.name} é encerrado por falta de memória` };
  await waitUntil(what, isOver, { timeout: killTimeout });
}

/** True when no restart follows: the server continues in its container. */
async function exhaustMemoryByCommand(
  config: KubeConfig,
  replica: Replica,
  pod: V1Pod,
  command: string,
): Promise<boolean> {
  const container = pod.spec?.containers[0]?.name ?? '';
  const { code, output } = await execInPod(config, { ...replica, container }, ['sh', '-c', command]);
  const hasLostServer = /closed the connection|connection to server was lost/.test(output);
  // the kernel may take the client along with the container
  if (!hasLostServer && code !== null && code < 128)
    throw new ClusterError('refused', {
      en: `The memory of ${replica.name} could not be exhausted; output of the client: ${output.trim()}`,
      'pt-BR': `Não foi possível esgotar a memória de ${replica.name}; saída do cliente: ${output.trim()}`,
    });
  return replica.app === 'postgres' && hasLostServer;
}

async function exhaustMemoryByRequest(replica: Replica): Promise<void> {
  const answer = await replica.fetch('/faults/oom', { method: 'POST' }).catch(() => undefined);
  // a process that is gone does not answer, or the API server answers in its place
  if (answer === undefined || answer.status >= 500) return;
  const { detail = '' } = (await answer.json().catch(() => ({}))) as { detail?: string };
  const missing = answer.status === 404;
  throw new ClusterError('refused', {
    en: `${replica.name} refuses to exhaust its memory (${answer.status}): ${missing ? 'deploy it with FAULTS_ENABLED=true' : detail}`,
    'pt-BR': `${replica.name} se recusa a esgotar a memória (${answer.status}): ${missing ? 'implante-o com FAULTS_ENABLED=true' : detail}`,
  });
}

const units = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * The bytes of a Kubernetes quantity: 256Mi, 1G, 1e9, 134217728.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function bytesOf(quantity: string): number {
  const [, amount, unit = '', binary] = /^([\d.]+(?:[eE][+-]?\d+)?)([kKMGTPE]?)(i?)$/.exec(quantity) ?? [];
  return Number(amount) * (binary ? 1024 : 1000) ** units.indexOf(unit === 'K' ? 'k' : unit);
}
