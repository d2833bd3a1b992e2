import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Replica } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { execInPod } from './exec-in-pod.ts';

// Process 1 of a container ignores signals without a handler from inside of the container, KILL included. PostgreSQL has a
// handler for QUIT, and stops at once without a flush. Redis survives an external SEGV after its crash report, so it has to
// cause the fault itself (enable-debug-command in its configuration).
const crashCommands: Record<string, string> = {
  postgres: 'kill -QUIT 1',
  redis: 'REDISCLI_AUTH=$(cat /run/secrets/redis/password) redis-cli DEBUG SEGFAULT',
};

/** Ends the main process of a replica as a bug would: without shutdown and without a flush. */
export async function crash(config: KubeConfig, replica: Replica, pod: V1Pod): Promise<void> {
  const command = crashCommands[replica.app];
  if (command === undefined) return crashByRequest(replica);
  const container = pod.spec?.containers[0]?.name ?? '';
  const { code, output } = await execInPod(config, { ...replica, container }, ['sh', '-c', command]);
  // the command may end with the container, or the client lose its server
  if (code === 0 || code === null || code >= 128 || output.includes('closed the connection')) return;
  throw new ClusterError('refused', {
    en: `${replica.name} could not be crashed; output of "${command}": ${output.trim()}`,
    'pt-BR': `Não foi possível derrubar ${replica.name}; saída de "${command}": ${output.trim()}`,
  });
}

async function crashByRequest(replica: Replica): Promise<void> {
  const answer = await replica.fetch('/faults/crash', { method: 'POST' }).catch(() => undefined);
  // a process that is gone does not answer, or the API server answers in its place
  if (answer === undefined || answer.ok || answer.status >= 500) return;
  throw new ClusterError('refused', {
    en: `${replica.name} refuses to crash (${answer.status}); deploy it with FAULTS_ENABLED=true.`,
    'pt-BR': `${replica.name} se recusa a encerrar (${answer.status}); implante-o com FAULTS_ENABLED=true.`,
  });
}
