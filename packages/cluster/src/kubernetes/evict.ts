import { ApiException, type CoreV1Api } from '@kubernetes/client-node';
import { setTimeout as pause } from 'node:timers/promises';
import type { Replica } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { messageOf } from './explain.ts';

const patience = 120_000;

/**
 * Asks for a pod to be evicted until that is granted.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export async function evict(
  core: CoreV1Api,
  replica: Replica,
  { timeout = patience, every = 1_000 } = {},
): Promise<void> {
  const { name, namespace, id: uid } = replica;
  const body = { metadata: { name, namespace }, deleteOptions: { preconditions: { uid } } };
  const deadline = Date.now() + timeout;
  for (;;) {
    const refusal = await core.createNamespacedPodEviction({ name, namespace, body }).then(() => undefined, tooEarly);
    if (refusal === undefined) return;
    if (Date.now() + every > deadline)
      throw new ClusterError('timeout', `${name} was not evicted within ${timeout / 1000} s: ${refusal}`);
    await pause(every); // nobody tells when the budget allows it
  }
}

/** 429: its disruption budget does not allow it now. 500 is more than one budget, which no time cures. */
function tooEarly(error: unknown): string {
  if (error instanceof ApiException && error.code === 429) return messageOf(error.body);
  throw error;
}
