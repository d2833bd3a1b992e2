import { expect, it, onTestFinished } from 'vitest';
import { serveApi } from './test/api-server.ts';
import { openWatches } from './watches.ts';

const list = (...names: string[]) => ({
  metadata: { resourceVersion: '1' },
  items: names.map((name) => ({ metadata: { name, namespace: 'lab' } })),
});

/** What the watches make of an API server that has a node and a pod, and forbids one path. */
async function watchesWithout(forbidden: string) {
  const { config } = await serveApi(({ path }) => {
    if (path.startsWith(forbidden)) return 403;
    if (path.includes('watch=true')) return undefined;
    return path.includes('/pods') || path.includes('/nodes') ? list('one') : list();
  });
  const watches = await openWatches(config, ['lab'], () => {});
  onTestFinished(watches.stop);
  return watches;
}

it('does without the volumes where one may not look at them', async () => {
  const { seen } = await watchesWithout('/api/v1/persistentvolumes');
  expect(seen().volumes).toEqual([]);
  expect(seen().pods.map(({ metadata }) => metadata?.name)).toEqual(['one']);
});

it('cannot do without the nodes', async () => {
  await expect(watchesWithout('/api/v1/nodes')).rejects.toMatchObject({ code: 403 });
});
