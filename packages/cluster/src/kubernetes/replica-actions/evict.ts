import { ApiException, type CoreV1Api } from '@kubernetes/client-node';
import { setTimeout as pause } from 'node:timers/promises';
import { formatDuration } from '@persistence-lab/language';
import type { Replica } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { messageOf } from '../client/to-cluster-error.ts';

const evictionTimeout = 120_000;

/**
 * Requests the eviction of a pod until a disruption budget allows it.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export async function evict(
  core: CoreV1Api,
  replica: Replica,
  { timeout = evictionTimeout, interval = 1_000 } = {},
): Promise<void> {
  const { name, namespace, id: uid } = replica;
  const body = { metadata: { name, namespace }, deleteOptions: { preconditions: { uid } } };
  const deadline = Date.now() + timeout;
  for (;;) {
    const refusal = await core
      .createNamespacedPodEviction({ name, namespace, body })
      .then(() => undefined, refusalOfBudget);
    if (refusal === undefined) return;
    if (Date.now() + interval > deadline)
      throw new ClusterError('timeout', {
        en: `${name} was not evicted within ${formatDuration(timeout)}: ${refusal}`,
        'pt-BR': `${name} não foi despejado em ${formatDuration(timeout, 'pt-BR')}: ${refusal}`,
      });
    await pause(interval); // the API has no event for a budget that allows it
  }
}

/** 429: the disruption budget does not allow it now. 500: several budgets match, which is permanent. */
function refusalOfBudget(error: unknown): string {
  if (error instanceof ApiException && error.code === 429) return messageOf(error.body);
  throw error;
}
