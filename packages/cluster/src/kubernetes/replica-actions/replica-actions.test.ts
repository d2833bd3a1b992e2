import { describe, expect, it } from 'vitest';
import type { Replica } from '../../cluster.ts';
import { createReplicaActions } from './replica-actions.ts';
import { createCachedCluster, deployment, workload } from '../../test-support/cached-cluster.ts';

const replica = { id: 'pod-1', name: 'notes-1', namespace: 'lab', app: 'notes-api', restarts: 0 } as Replica;

async function cachedCluster(...objects: Parameters<typeof createCachedCluster>) {
  const cluster = await createCachedCluster(...objects);
  return { ...cluster, ...createReplicaActions(cluster.config, cluster.cache, cluster.waitUntil) };
}

describe('a deletion', () => {
  it('means this very pod, and leaves it its grace period', async () => {
    const { requests, ...actions } = await cachedCluster();
    await actions.delete(replica);
    expect(requests).toMatchObject([{ method: 'DELETE', body: { preconditions: { uid: 'pod-1' } } }]);
    expect(requests[0]?.body).not.toHaveProperty('gracePeriodSeconds');
  });

  it('by force leaves it none', async () => {
    const { requests, ...actions } = await cachedCluster();
    await actions.delete(replica, { force: true });
    expect(requests[0]?.body).toMatchObject({ gracePeriodSeconds: 0, preconditions: { uid: 'pod-1' } });
  });

  it.each([404, 409])('reports that the pod is gone for the status %i', async (status) => {
    const actions = await cachedCluster({}, () => status as never);
    await expect(actions.delete(replica)).rejects.toMatchObject({ code: 'missing', message: 'notes-1 is gone.' });
    await expect(actions.evict(replica)).rejects.toMatchObject({ code: 'missing', message: 'notes-1 is gone.' });
  });
});

describe('a rollout', () => {
  it('changes the template, as kubectl rollout restart does', async () => {
    const { requests, rollout } = await cachedCluster();
    await rollout(workload);
    const annotations = { 'kubectl.kubernetes.io/restartedAt': expect.stringMatching(/^\d{4}-/) as string };
    const body = { spec: { template: { metadata: { annotations } } } };
    expect(requests).toEqual([{ method: 'PATCH', path: '/apis/apps/v1/namespaces/lab/deployments/notes', body }]);
  });

  it('of a StatefulSet is its own', async () => {
    const { requestPaths, rollout } = await cachedCluster({ deployments: [], statefulSets: [deployment] });
    await rollout(workload);
    expect(requestPaths()).toEqual(['PATCH statefulsets/notes']);
  });

  it('of what is not there fails', async () => {
    const { rollout } = await cachedCluster({ deployments: [] });
    await expect(rollout(workload)).rejects.toMatchObject({ code: 'missing' });
  });
});
