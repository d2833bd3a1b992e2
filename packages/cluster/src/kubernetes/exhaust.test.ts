import { KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { createChangeNotifier } from '../changes.ts';
import type { Replica } from '../cluster.ts';
import { createWaitUntil } from '../until.ts';
import { oomKill } from './exhaust.ts';

const limited = { containers: [{ name: 'notes-api', resources: { limits: { memory: '128Mi' } } }] };
const pod = (restartCount: number, spec: object = limited): V1Pod =>
  ({ metadata: { name: 'notes-1' }, spec, status: { containerStatuses: [{ restartCount }] } }) as V1Pod;

/** Exhausts a replica whose service answers like this; `see` is what the driver sees of its pod from then on. */
function start(fetch: () => Promise<Response>, first = pod(0)) {
  const changes = createChangeNotifier();
  let now: V1Pod | undefined = first;
  const replica = {
    name: 'notes-1',
    app: 'notes-api',
    restarts: 0,
    fetch: fetch as typeof globalThis.fetch,
  } as Replica;
  const waitUntil = createWaitUntil(changes, async () => []);
  const done = oomKill({ config: new KubeConfig(), replica, pod: first, podNow: () => now, waitUntil });
  const see = (next: V1Pod | undefined) => {
    now = next;
    changes.notify();
  };
  return { done, see };
}

const problem = (status: number, detail: string) => async () => Response.json({ status, detail }, { status });
const noAnswer = () => Promise.reject(new Error('fetch failed'));

it('resolves once the container has restarted, not when the process is only silent', async () => {
  const { done, see } = start(noAnswer);
  let settled = false;
  void done.then(() => (settled = true));
  see(pod(0));
  await new Promise(setImmediate);
  expect(settled).toBe(false);
  see(pod(1));
  await done;
});

it('resolves when the pod has gone altogether', async () => {
  const { done, see } = start(problem(502, 'bad gateway'));
  see(undefined);
  await done;
});

it('refuses where nothing limits the memory, before it asks for any', async () => {
  let asked = false;
  const fetch = () => {
    asked = true;
    return noAnswer();
  };
  const { done } = start(fetch, pod(0, { containers: [{ name: 'notes-api' }] }));
  await expect(done).rejects.toMatchObject({ code: 'refused', message: /has no memory limit/ });
  expect(asked).toBe(false);
});

it.each([
  [404, 'No such path', /deploy it with FAULTS_ENABLED=true/],
  [409, 'Nothing limits it', /Nothing limits it/],
])('says why the service refuses with %i', async (status, detail, sentence) => {
  const { done } = start(problem(status, detail));
  await expect(done).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(sentence) as string });
});
