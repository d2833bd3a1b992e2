import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Replica } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { execute } from './execute.ts';

// The process is PID 1 of its container: a signal without a handler is ignored, KILL included. PostgreSQL stops at once
// and unflushed on QUIT; Redis has a handler for SEGV, its crash report.
const fatalSignal: Record<string, string> = { postgres: 'QUIT', redis: 'SEGV' };

/** Ends the main process of a replica as a bug would: no shutdown, nothing flushed. */
export async function crash(config: KubeConfig, replica: Replica, pod: V1Pod): Promise<void> {
  const signal = fatalSignal[replica.app];
  if (signal === undefined) return crashByFault(replica);
  const container = pod.spec?.containers[0]?.name ?? '';
  const { code, output } = await execute(config, { ...replica, container }, ['sh', '-c', `kill -${signal} 1`]);
  if (code !== 0 && code !== null && code < 128)
    throw new ClusterError('refused', `${replica.name} cannot be crashed: kill -${signal} 1 said: ${output.trim()}`);
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
