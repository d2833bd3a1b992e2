import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Replica } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { execute } from './execute.ts';

// Run in the container, where the process is number 1: signals without a handler pass it by, KILL included. PostgreSQL has
// one for QUIT, and stops at once and unflushed. Redis writes its report on SEGV and lives on, so it has to make the fault
// itself (enable-debug-command in its configuration).
const crashCommands: Record<string, string> = {
  postgres: 'kill -QUIT 1',
  redis: 'REDISCLI_AUTH=$(cat /run/secrets/redis/password) redis-cli DEBUG SEGFAULT',
};

/** Ends the main process of a replica as a bug would: no shutdown, nothing flushed. */
export async function crash(config: KubeConfig, replica: Replica, pod: V1Pod): Promise<void> {
  const command = crashCommands[replica.app];
  if (command === undefined) return crashByFault(replica);
  const container = pod.spec?.containers[0]?.name ?? '';
  const { code, output } = await execute(config, { ...replica, container }, ['sh', '-c', command]);
  // the container may take the command along, or a client see its server go
  if (code === 0 || code === null || code >= 128 || output.includes('closed the connection')) return;
  throw new ClusterError('refused', `${replica.name} cannot be crashed; "${command}" said: ${output.trim()}`);
}

async function crashByFault(replica: Replica): Promise<void> {
  const answer = await replica.fetch('/faults/crash', { method: 'POST' }).catch(() => undefined);
  // a process that is gone answers nothing, or the API server says so
  if (answer === undefined || answer.ok || answer.status >= 500) return;
  throw new ClusterError(
    'refused',
    `${replica.name} refuses to crash (${answer.status}); deploy it with FAULTS_ENABLED=true.`,
  );
}
