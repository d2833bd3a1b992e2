import { describe, expect } from 'vitest';
import type { Replica } from '../cluster.ts';
import { createIt, type Kit } from './harness.ts';

export function describeReplicas(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed, everywhere, database } = kit.harness.subjects;

  async function restarted(subject: string, { id, restarts }: Replica): Promise<void> {
    const isBack = () =>
      kit.cluster
        .replicas(kit.cluster.subject(subject))
        .some((now) => now.id === id && now.restarts > restarts && now.ready);
    await kit.waitUntil(`${subject} is back in the same replica`, isBack);
  }

  describe('a replica', () => {
    it('answers the requests of its own fetch', [], async ({ onTestFinished }) => {
      onTestFinished(() => kit.cluster.scale(kit.cluster.subject(everywhere), 1));
      await kit.cluster.scale(kit.cluster.subject(everywhere), 2);
      await kit.waitUntil('two replicas are desired', () => kit.cluster.subject(everywhere).desiredReplicas === 2);
      for (const replica of await kit.ready(everywhere)) {
        const answer = await replica.fetch('/v1/storage');
        expect(await answer.json()).toMatchObject({ pod: replica.name });
      }
    });

    it('restarts after a crash, and stays the same', [], async () => {
      const [target] = await kit.ready(claimed);
      await kit.cluster.crash(target!);
      await restarted(claimed, target!);
    });

    it('restarts after an OOM kill, and stays the same', [], async () => {
      const [target] = await kit.ready(podOnly);
      await kit.cluster.oomKill(target!);
      await restarted(podOnly, target!);
    });

    it('serves again after an OOM kill of its database', ['database'], async () => {
      const [replica] = await kit.ready(database);
      const workload = kit.cluster.dataWorkload(kit.cluster.subject(database));
      await kit.cluster.oomKill(kit.cluster.replicas(workload)[0]!);
      const isRolledOut = () =>
        kit.cluster.workloads().some(({ name, rolledOut }) => name === workload.name && rolledOut);
      await kit.waitUntil(`${workload.name} is rolled out`, isRolledOut);
      await expect
        .poll(async () => (await replica!.fetch('/readyz')).status, { timeout: kit.harness.timeout })
        .toBe(200);
    });

    const removals: Record<string, (replica: Replica) => Promise<void>> = {
      deleted: (replica) => kit.cluster.delete(replica),
      'deleted by force': (replica) => kit.cluster.delete(replica, { force: true }),
      evicted: (replica) => kit.cluster.evict(replica),
    };
    for (const [how, remove] of Object.entries(removals))
      it(`is replaced by another once it is ${how}`, [], async () => {
        const earlier = await kit.ready(podOnly);
        await remove(earlier[0]!);
        expect(await kit.replaced(podOnly, earlier)).toHaveLength(1);
      });

    it('that is deleted accepts no action', [], async () => {
      const earlier = await kit.ready(podOnly);
      await kit.cluster.delete(earlier[0]!);
      await kit.replaced(podOnly, earlier);
      for (const act of [kit.cluster.crash, kit.cluster.oomKill, kit.cluster.delete, kit.cluster.evict])
        await expect(act(earlier[0]!)).rejects.toMatchObject({ code: 'missing' });
    });

    it('that is deleted rejects requests instead of answering through its replacement', [], async () => {
      const earlier = await kit.ready(podOnly);
      await kit.cluster.delete(earlier[0]!);
      await kit.replaced(podOnly, earlier);
      await expect(earlier[0]!.fetch('/livez')).rejects.toMatchObject({ code: 'unreachable' });
    });
  });
}
