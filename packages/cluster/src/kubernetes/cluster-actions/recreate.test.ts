import { describe, expect, it } from 'vitest';
import { createRecreate } from './recreate.ts';
import type { ManifestBackup } from './manifest-backup.ts';
import { claim, createCachedCluster, deployment, volume, workload } from '../../test-support/cached-cluster.ts';

async function cachedCluster(...objects: Parameters<typeof createCachedCluster>) {
  const cluster = await createCachedCluster(...objects);
  return { ...cluster, ...createRecreate(cluster.config, cluster.cache, cluster.waitUntil) };
}

/** What `save` gives of a cluster whose volume is kept or not. */
async function savedOf(reclaim: string): Promise<ManifestBackup> {
  const { backUp } = await cachedCluster({ volumes: [volume(reclaim)] }, () => deployment);
  return JSON.parse(JSON.stringify(await backUp(workload))) as ManifestBackup;
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
    const { backUp } = await cachedCluster({ claims: [claim('claim-1', { ownerReferences })] }, () => deployment);
    expect(await backUp(workload)).toMatchObject({ claims: [] });
  });
});

describe('making again', () => {
  it('makes what is missing: claims first', async () => {
    const { recreate, requestPaths, change, requests } = await cachedCluster({ deployments: [], claims: [], pods: [] });
    const making = recreate(workload, await savedOf('Delete'));
    await expect.poll(requestPaths).toEqual(['POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await expect.poll(requestPaths).toEqual(['POST persistentvolumeclaims', 'POST deployments']);
    change({ deployments: [deployment] });
    await making;
    expect(requests[0]?.body).not.toHaveProperty('spec.volumeName');
  });

  it('does nothing where nothing is missing', async () => {
    const { recreate, requestPaths } = await cachedCluster();
    await recreate(workload, await savedOf('Delete'));
    expect(requestPaths()).toEqual([]);
  });

  it('gives a kept volume back to its claim: it would wait for the old one', async () => {
    const { recreate, requestPaths, requests, change } = await cachedCluster({ claims: [], pods: [] }, () =>
      volume('Retain'),
    );
    const making = recreate(workload, await savedOf('Retain'));
    await expect
      .poll(requestPaths)
      .toEqual(['GET persistentvolumes/v', 'PATCH persistentvolumes/v', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await making;
    expect(requests[1]?.body).toEqual({ spec: { claimRef: { uid: null, resourceVersion: null } } });
    expect(requests[2]?.body).toHaveProperty('spec.volumeName', 'v');
  });

  it('ends a deletion that was cut short, before it makes the claim again', async () => {
    const ending = claim('claim-1', { deletionTimestamp: new Date() });
    const { recreate, requestPaths, change } = await cachedCluster({ claims: [ending] });
    const making = recreate(workload, await savedOf('Delete'));
    await expect.poll(requestPaths).toEqual(['DELETE pods/notes-1']);
    change({ claims: [], pods: [] });
    await expect.poll(requestPaths).toEqual(['DELETE pods/notes-1', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await making;
  });
});
