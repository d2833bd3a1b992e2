import { describe, expect, it } from 'vitest';
import type { Replica } from '../cluster.ts';
import { createActions } from './actions.ts';
import { createLittleCluster, deployment, workload } from './test/little-cluster.ts';

const replica = { id: 'pod-1', name: 'notes-1', namespace: 'lab', app: 'notes-api', restarts: 0 } as Replica;

async function little(...seen: Parameters<typeof createLittleCluster>) {
  const cluster = await createLittleCluster(...seen);
  return { ...cluster, ...createActions(cluster.config, cluster.seen, cluster.waitUntil) };
}

describe('a deletion', () => {
  it('means this very pod, and leaves it its grace period', async () => {
    const { requests, ...actions } = await little();
    await actions.delete(replica);
    expect(requests).toMatchObject([{ method: 'DELETE', body: { preconditions: { uid: 'pod-1' } } }]);
    expect(requests[0]?.body).not.toHaveProperty('gracePeriodSeconds');
  });

  it('by force leaves it none', async () => {
    const { requests, ...actions } = await little();
    await actions.delete(replica, { force: true });
    expect(requests[0]?.body).toMatchObject({ gracePeriodSeconds: 0, preconditions: { uid: 'pod-1' } });
  });

  it.each([404, 409])('says that the pod is gone when the answer is %i', async (status) => {
    const actions = await little({}, () => status as never);
    await expect(actions.delete(replica)).rejects.toMatchObject({ code: 'missing', message: 'notes-1 is gone.' });
    await expect(actions.evict(replica)).rejects.toMatchObject({ code: 'missing', message: 'notes-1 is gone.' });
  });
});

describe('a rollout', () => {
  it('changes the template, as kubectl rollout restart does', async () => {
    const { requests, rollout } = await little();
    await rollout(workload);
    const annotations = { 'kubectl.kubernetes.io/restartedAt': expect.stringMatching(/^\d{4}-/) as string };
    const body = { spec: { template: { metadata: { annotations } } } };
    expect(requests).toEqual([{ method: 'PATCH', path: '/apis/apps/v1/namespaces/lab/deployments/notes', body }]);
  });

  it('of a StatefulSet is its own', async () => {
    const { asked, rollout } = await little({ deployments: [], statefulSets: [deployment] });
    await rollout(workload);
    expect(asked()).toEqual(['PATCH statefulsets/notes']);
  });

  it('of what is not there fails', async () => {
    const { rollout } = await little({ deployments: [] });
    await expect(rollout(workload)).rejects.toMatchObject({ code: 'missing' });
  });
});
