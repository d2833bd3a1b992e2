import { describe, expect, it } from 'vitest';
import { createRecreate } from './recreate.ts';
import type { ManifestBackup } from './manifest-backup.ts';
import { claim, createCachedCluster, deployment, volume, workload } from '../../test-support/cached-cluster.ts';

async function cachedCluster(...objects: Parameters<typeof createCachedCluster>) {
  const cluster = await createCachedCluster(...objects);
  return { ...cluster, ...createRecreate(cluster.config, cluster.cache, cluster.waitUntil) };
}

/** The backup of a cluster with this reclaim policy. */
async function savedOf(reclaim: string): Promise<ManifestBackup> {
  const { backUp } = await cachedCluster({ volumes: [volume(reclaim)] }, () => deployment);
  return JSON.parse(JSON.stringify(await backUp(workload))) as ManifestBackup;
}

describe('backUp', () => {
  it('returns manifests of the workload and its claims', async () => {
    const saved = await savedOf('Delete');
    expect(saved).toMatchObject({
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'notes' }, spec: { replicas: 1 } },
      claims: [{ kind: 'PersistentVolumeClaim', metadata: { name: 'notes' } }],
    });
    expect(JSON.stringify(saved)).not.toContain('uid');
  });

  it('omits the claim of a pod, which the next pod brings along', async () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'notes-1', uid: 'pod-1' }];
    const { backUp } = await cachedCluster({ claims: [claim('claim-1', { ownerReferences })] }, () => deployment);
    expect(await backUp(workload)).toMatchObject({ claims: [] });
  });
});

describe('recreate', () => {
  it('creates what is missing: claims first', async () => {
    const { recreate, requestPaths, change, requests } = await cachedCluster({ deployments: [], claims: [], pods: [] });
    const creating = recreate(workload, await savedOf('Delete'));
    await expect.poll(requestPaths).toEqual(['POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await expect.poll(requestPaths).toEqual(['POST persistentvolumeclaims', 'POST deployments']);
    change({ deployments: [deployment] });
    await creating;
    expect(requests[0]?.body).not.toHaveProperty('spec.volumeName');
  });

  it('does nothing where nothing is missing', async () => {
    const { recreate, requestPaths } = await cachedCluster();
    await recreate(workload, await savedOf('Delete'));
    expect(requestPaths()).toEqual([]);
  });

  it('clears the claimRef of a retained volume, which would wait for the old claim', async () => {
    const { recreate, requestPaths, requests, change } = await cachedCluster({ claims: [], pods: [] }, () =>
      volume('Retain'),
    );
    const creating = recreate(workload, await savedOf('Retain'));
    await expect
      .poll(requestPaths)
      .toEqual(['GET persistentvolumes/v', 'PATCH persistentvolumes/v', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await creating;
    expect(requests[1]?.body).toEqual({ spec: { claimRef: { uid: null, resourceVersion: null } } });
    expect(requests[2]?.body).toHaveProperty('spec.volumeName', 'v');
  });

  it('completes an interrupted deletion before it creates the claim', async () => {
    const terminating = claim('claim-1', { deletionTimestamp: new Date() });
    const { recreate, requestPaths, change } = await cachedCluster({ claims: [terminating] });
    const creating = recreate(workload, await savedOf('Delete'));
    await expect.poll(requestPaths).toEqual(['DELETE pods/notes-1']);
    change({ claims: [], pods: [] });
    await expect.poll(requestPaths).toEqual(['DELETE pods/notes-1', 'POST persistentvolumeclaims']);
    change({ claims: [claim('claim-2')] });
    await creating;
  });
});
