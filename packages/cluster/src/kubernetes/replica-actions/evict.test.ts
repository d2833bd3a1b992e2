import { CoreV1Api } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import type { Replica } from '../../cluster.ts';
import { evict } from './evict.ts';
import { serveApi } from '../../test-support/api-server.ts';

const replica = { id: 'uid-1', name: 'notes-1', namespace: 'lab' } as Replica;

async function evictWith(answer: () => number | object, options: { timeout?: number } = {}) {
  const { config, requests } = await serveApi(answer);
  const done = evict(config.makeApiClient(CoreV1Api), replica, { interval: 1, ...options });
  return { done, requests };
}

it('names the uid of the pod that it evicts', async () => {
  const { done, requests } = await evictWith(() => ({}));
  await done;
  expect(requests).toMatchObject([
    {
      method: 'POST',
      path: '/api/v1/namespaces/lab/pods/notes-1/eviction',
      body: { metadata: { name: 'notes-1' }, deleteOptions: { preconditions: { uid: 'uid-1' } } },
    },
  ]);
});

it('retries while a disruption budget does not allow it', async () => {
  let tries = 0;
  const { done, requests } = await evictWith(() => ((tries += 1) < 3 ? 429 : {}));
  await done;
  expect(requests).toHaveLength(3);
});

it('fails after the timeout with the budget’s reason', async () => {
  const { done } = await evictWith(() => 429, { timeout: 20 });
  await expect(done).rejects.toMatchObject({
    code: 'timeout',
    message: 'notes-1 was not evicted within 20 ms: refused: 429',
  });
});

it('does not retry after any other answer', async () => {
  const { done, requests } = await evictWith(() => 500);
  await expect(done).rejects.toMatchObject({ code: 500 });
  expect(requests).toHaveLength(1);
});
