import { expect, it, onTestFinished } from 'vitest';
import { serveApi } from '../../test-support/api-server.ts';
import { watchObjects } from './object-cache.ts';

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
  const watches = await watchObjects(config, ['lab'], () => {});
  onTestFinished(watches.stop);
  return watches;
}

it('does without the volumes where one may not look at them', async () => {
  const { cache } = await watchesWithout('/api/v1/persistentvolumes');
  expect(cache().volumes).toEqual([]);
  expect(cache().pods.map(({ metadata }) => metadata?.name)).toEqual(['one']);
});

it('cannot do without the nodes', async () => {
  await expect(watchesWithout('/api/v1/nodes')).rejects.toMatchObject({ code: 403 });
});
