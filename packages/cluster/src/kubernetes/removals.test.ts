import { expect, it } from 'vitest';
import { createRemovals } from './removals.ts';
import { claim, createLittleCluster, deployment, pod, workload } from './test/little-cluster.ts';

async function little(...seen: Parameters<typeof createLittleCluster>) {
  const cluster = await createLittleCluster(...seen);
  return { ...cluster, ...createRemovals(cluster.config, cluster.seen, cluster.waitUntil) };
}

/** Tells what has become of a promise, without waiting for it. */
function follow(promise: Promise<unknown>) {
  const state = { settled: false };
  void promise.finally(() => (state.settled = true)).catch(() => undefined);
  return state;
}

it('deletes a workload in the background, and waits until its pods are gone', async () => {
  const { deleteWorkload, requests, asked, change } = await little();
  const deleting = deleteWorkload(workload);
  const state = follow(deleting);
  await expect.poll(asked).toEqual(['DELETE deployments/notes']);
  expect(requests[0]?.body).toMatchObject({ propagationPolicy: 'Background' });
  change({ deployments: [] });
  await new Promise(setImmediate);
  expect(state.settled).toBe(false);
  change({ pods: [] });
  await deleting;
});

it('deletes claims, then the pods that hold them, and waits until both are gone', async () => {
  const { deleteClaims, requests, asked, change } = await little();
  const deleting = deleteClaims(workload);
  const state = follow(deleting);
  await expect.poll(asked).toEqual(['DELETE persistentvolumeclaims/notes', 'DELETE pods/notes-1']);
  expect(requests.map(({ body }) => body)).toMatchObject([
    { preconditions: { uid: 'claim-1' } },
    { preconditions: { uid: 'pod-1' } },
  ]);
  change({ claims: [claim('claim-2')] });
  await new Promise(setImmediate);
  expect(state.settled).toBe(false);
  change({ pods: [pod('pod-2')] }); // replacements of the same names are others
  await deleting;
});

it('leaves the pods alone that do not use the claim', async () => {
  const stranger = { metadata: { name: 'other-1', namespace: 'lab', uid: 'other' } };
  const { deleteClaims, asked, change } = await little({ pods: [pod('pod-1'), stranger] });
  const deleting = deleteClaims(workload);
  await expect.poll(asked).toHaveLength(2);
  change({ claims: [], pods: [stranger] });
  await deleting;
  expect(asked()).not.toContain('DELETE pods/other-1');
});

const made = (ordinal: number) => claim(`claim-${ordinal}`, { name: `data-notes-${ordinal}` });

it('deletes the claims that a StatefulSet has made beyond those named, and waits until they are gone', async () => {
  const template = { metadata: { name: 'data' } };
  const { deleteClaimsExcept, requests, asked, change } = await little({
    deployments: [],
    statefulSets: [
      { ...deployment, spec: { ...deployment.spec, serviceName: 'notes', volumeClaimTemplates: [template] } },
    ],
    claims: [made(0), made(1), made(2), claim('claim-of-others')],
  });
  const dropping = deleteClaimsExcept(workload, ['data-notes-0']);
  const state = follow(dropping);
  await expect
    .poll(asked)
    .toEqual(['DELETE persistentvolumeclaims/data-notes-1', 'DELETE persistentvolumeclaims/data-notes-2']);
  expect(requests[0]?.body).toMatchObject({ preconditions: { uid: 'claim-1' } });
  change({ claims: [made(0), made(2)] });
  await new Promise(setImmediate);
  expect(state.settled).toBe(false);
  change({ claims: [made(0)] });
  await dropping;
});

it('leaves the claims of any other workload alone, which come and go with its pods', async () => {
  const { deleteClaimsExcept, asked } = await little();
  await deleteClaimsExcept(workload, []);
  expect(asked()).toEqual([]);
});
