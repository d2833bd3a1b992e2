import { expect, it } from 'vitest';
import { createRunStore } from './run-store.ts';
import { serveApi, type ApiRequest } from '../test-support/api-server.ts';

interface Stored {
  metadata: { name: string; namespace: string; resourceVersion?: string };
  data: { run: string };
}

/** An API server that keeps one ConfigMap, as the real one does. */
async function openStore() {
  let stored: Stored | undefined;
  let version = 0;
  const keep = (body: Stored) =>
    (stored = { ...body, metadata: { ...body.metadata, resourceVersion: String((version += 1)) } });
  const answers: Record<string, (body: never) => number | object> = {
    POST: (body: Stored) => (stored ? 409 : keep(body)),
    GET: () => stored ?? 404,
    PUT(body: Stored) {
      if (stored === undefined) return 404;
      return body.metadata.resourceVersion === stored.metadata.resourceVersion ? keep(body) : 409;
    },
    DELETE({ preconditions }: { preconditions: { resourceVersion: string } }) {
      if (preconditions.resourceVersion !== stored?.metadata.resourceVersion) return 409;
      stored = undefined;
      return {};
    },
  };
  const answer = ({ method, body }: ApiRequest) => answers[method]!(body as never);
  const { config, requests } = await serveApi(answer);
  return { store: createRunStore(config, 'persistence-lab'), requests };
}

it('stores one text in a ConfigMap of the lab’s namespace', async () => {
  const { store, requests } = await openStore();
  expect(await store.read()).toBeNull();
  const first = await store.create('one');
  expect(requests.at(-1)?.path).toBe('/api/v1/namespaces/persistence-lab/configmaps');
  expect(await store.read()).toEqual({ text: 'one', version: first });
  const second = await store.write('two', first!);
  expect(await store.read()).toEqual({ text: 'two', version: second });
  await store.remove(second);
  expect(await store.read()).toBeNull();
});

it('creates no second text', async () => {
  const { store } = await openStore();
  await store.create('one');
  expect(await store.create('two')).toBeNull();
});

it('rejects writes and removals of a version that is no longer current', async () => {
  const { store } = await openStore();
  const first = await store.create('one');
  await store.write('two', first!);
  await expect(store.write('three', first!)).rejects.toMatchObject({ code: 'busy' });
  await expect(store.remove(first!)).rejects.toMatchObject({ code: 'busy' });
  expect((await store.read())?.text).toBe('two');
});
