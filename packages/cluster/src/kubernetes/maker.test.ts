import { describe, expect, it } from 'vitest';
import { createMaker } from './maker.ts';
import type { Saved } from './saved.ts';
import { claim, createLittleCluster, deployment, volume, workload } from './test/little-cluster.ts';

async function little(...seen: Parameters<typeof createLittleCluster>) {
  const cluster = await createLittleCluster(...seen);
  return { ...cluster, ...createMaker(cluster.config, cluster.seen, cluster.waitUntil) };
}

/** What `save` gives of a cluster whose volume is kept or not. */
async function savedOf(reclaim: string): Promise<Saved> {
  const { backUp } = await little({ volumes: [volume(reclaim)] }, () => deployment);
  return JSON.parse(JSON.stringify(await backUp(workload))) as Saved;
}

describe('what is saved', () => {
  it('is the workload and its claims, as they could be applied', async () => {
    const saved = await savedOf('Delete');
    expect(saved).toMatchObject({
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'notes' }, spec: { replicas: 1 } },
      claims: [{ kind: 'PersistentVolumeClaim', metadata: { name: 'notes' } }],
    });
    expect(JSON.stringify(saved)).not.toContain('uid');
  });

  it('leaves out the claim of a pod, which comes with the next one', async () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'notes-1', uid: 'pod-1' }];
    const { backUp } = await little({ claims: [claim('claim-1', { ownerReferences })] }, () => deployment);
    expect(await backUp(workload)).toMatchObject({ claims: [] });
  });
});

describe('making again', () => {
  it('makes what is missing: claims first', async () => {
    const { create, asked, change, requests } = await little({ deployments: [], claims: [], pods: [] });
    const making = create(workload, await savedOf('Delete'));
    await expect.poll(asked).toEqual(['POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await expect.poll(asked).toEqual(['POST persistentvolumeclaims', 'POST deployments']);
    change({ deployments: [deployment] });
    await making;
    expect(requests[0]?.body).not.toHaveProperty('spec.volumeName');
  });

  it('does nothing where nothing is missing', async () => {
    const { create, asked } = await little();
    await create(workload, await savedOf('Delete'));
    expect(asked()).toEqual([]);
  });

  it('gives a kept volume back to its claim: it would wait for the old one', async () => {
    const { create, asked, requests, change } = await little({ claims: [], pods: [] }, () => volume('Retain'));
    const making = create(workload, await savedOf('Retain'));
    await expect
      .poll(asked)
      .toEqual(['GET persistentvolumes/v', 'PATCH persistentvolumes/v', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await making;
    expect(requests[1]?.body).toEqual({ spec: { claimRef: { uid: null, resourceVersion: null } } });
    expect(requests[2]?.body).toHaveProperty('spec.volumeName', 'v');
  });

  it('ends a deletion that was cut short, before it makes the claim again', async () => {
    const ending = claim('claim-1', { deletionTimestamp: new Date() });
    const { create, asked, change } = await little({ claims: [ending] });
    const making = create(workload, await savedOf('Delete'));
    await expect.poll(asked).toEqual(['DELETE pods/notes-1']);
    change({ claims: [], pods: [] });
    await expect.poll(asked).toEqual(['DELETE pods/notes-1', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await making;
  });
});
