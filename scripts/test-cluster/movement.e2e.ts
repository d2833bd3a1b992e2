import { openKubernetes, type Replica } from '@persistence-lab/cluster';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { deleteHolder, holderOf, serving } from './events.ts';
import { createLedger } from './ledger.ts';
import { createPin } from './pins.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());
afterEach(async () => {
  for (const node of cluster.nodes()) if (node.cordoned) await cluster.uncordon(node.name);
});

const onlyOneNode = cluster.nodes().filter(({ ready }) => ready).length < 2;
const nodeConflict = /volume node affinity conflict|didn't match PersistentVolume's node affinity/; // the second: newer schedulers

const isPlacedOrBlocked = (replica: Replica) => replica.ready || replica.blocked !== null;

/** A subject with 200 acknowledged notes, whose node takes no new pods from now on. */
async function aboutToMove(name: string) {
  const subject = cluster.subject(name);
  const ledger = createLedger();
  await ledger.writeUntil(200, await serving(cluster, subject));
  const home = holderOf(cluster, subject).node!;
  await cluster.cordon(home);
  const readAll = async () => ledger.read((await serving(cluster, subject))[0]!);
  return { subject, home, readAll };
}

describe('a pod moved to another node by cordon and delete', () => {
  it('notes-pvc-rwx keeps everything', async ({ skip }) => {
    skip(onlyOneNode, 'the cluster has only one node');
    const { subject, home, readAll } = await aboutToMove('notes-pvc-rwx');
    expect((await deleteHolder(cluster, subject)).node).not.toBe(home);
    expect(await readAll()).toMatchObject({ verdict: 'survived', acknowledged: 200 });
  });

  it('notes-pvc, bound to its node, is blocked until the node takes pods again, and then has everything', async ({
    skip,
  }) => {
    skip(onlyOneNode, 'the cluster has only one node');
    const { subject, home, readAll } = await aboutToMove('notes-pvc');
    const replacement = await deleteHolder(cluster, subject, isPlacedOrBlocked);
    skip(replacement.ready, 'volumes of this storage class are not bound to a node');
    expect(replacement.blocked).toMatch(nodeConflict);
    await cluster.uncordon(home);
    expect(await readAll()).toMatchObject({ verdict: 'survived', acknowledged: 200 });
    expect(holderOf(cluster, subject).node).toBe(home);
  });

  it('notes-hostpath starts empty, and finds its notes when it is moved back', async ({ skip }) => {
    skip(onlyOneNode, 'the cluster has only one node');
    const { subject, home, readAll } = await aboutToMove('notes-hostpath');
    expect((await deleteHolder(cluster, subject)).node).not.toBe(home);
    expect(await readAll()).toMatchObject({ verdict: 'lost', acknowledged: 200 });
    await cluster.uncordon(home);
    const returned = await createPin(cluster)(home, () => deleteHolder(cluster, subject));
    expect(returned.node).toBe(home);
    expect(await readAll()).toMatchObject({ verdict: 'survived', acknowledged: 200 });
  });
});
