import { expect, it, onTestFinished } from 'vitest';
import { serveApi } from '../../test-support/api-server.ts';
import { watchObjects } from './object-cache.ts';

const list = (...names: string[]) => ({
  metadata: { resourceVersion: '1' },
  items: names.map((name) => ({ metadata: { name, namespace: 'lab' } })),
});

/** The watch on an API server that has a node and a pod, and forbids one path. */
async function watchWithout(forbidden: string) {
  const { config } = await serveApi(({ path }) => {
    if (path.startsWith(forbidden)) return 403;
    if (path.includes('watch=true')) return undefined;
    return path.includes('/pods') || path.includes('/nodes') ? list('one') : list();
  });
  const watch = await watchObjects(config, ['lab'], () => {});
  onTestFinished(watch.stop);
  return watch;
}

it('has no volumes without permission to list them', async () => {
  const { cache } = await watchWithout('/api/v1/persistentvolumes');
  expect(cache().volumes).toEqual([]);
  expect(cache().pods.map(({ metadata }) => metadata?.name)).toEqual(['one']);
});

it('fails without permission to list nodes', async () => {
  await expect(watchWithout('/api/v1/nodes')).rejects.toMatchObject({ code: 403 });
});
