import { expect, it } from 'vitest';
import { isNodeAlive } from './node-lease.ts';
import { serveApi } from '../../test-support/api-server.ts';

const renewedAt = (second: number) => ({ spec: { renewTime: `2026-01-01T00:00:0${second}.000000Z` } });

it('counts a node as alive once its lease is renewed', async () => {
  let looks = 0;
  const { config, requests } = await serveApi(() => renewedAt((looks += 1) < 3 ? 1 : 2));
  expect(await isNodeAlive(config, 'node-1', { interval: 1 })).toBe(true);
  expect(requests).toHaveLength(3);
  expect(requests[0]?.path).toBe('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-1');
});

it('counts a node as dead when its lease is not renewed in time', async () => {
  const { config } = await serveApi(() => renewedAt(1));
  expect(await isNodeAlive(config, 'node-1', { timeout: 20, interval: 1 })).toBe(false);
});
