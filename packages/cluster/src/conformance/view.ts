import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeView(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed, everywhere, database } = kit.harness.subjects;

  describe('the view', () => {
    it('says what cluster it is', [], async () => {
      expect(kit.cluster).toMatchObject({ name: expect.stringMatching(/./), version: expect.stringMatching(/\d/) });
      expect(kit.cluster.nodes().length).toBeGreaterThan(0);
      for (const node of kit.cluster.nodes()) expect(node).toMatchObject({ ready: true, cordoned: false });
    });

    it('has every subject among the workloads, on its kind of storage', [], async () => {
      const names = kit.cluster.workloads().map(({ name }) => name);
      for (const name of [podOnly, claimed, everywhere]) {
        expect(names).toContain(name);
        expect(kit.cluster.subject(name)).toMatchObject({
          name,
          component: 'api',
          app: 'notes-api',
          desiredReplicas: 1,
        });
        await kit.ready(name);
      }
    });

    it('names the subjects that there are when asked for another', [], async () => {
      expect(() => kit.cluster.subject('nonsense')).toThrow(podOnly);
    });

    it('takes a subject for the holder of its own data, and its replica', [], async () => {
      const subject = kit.cluster.subject(podOnly);
      const [replica] = await kit.ready(podOnly);
      expect(kit.cluster.dataWorkload(subject).name).toBe(podOnly);
      expect(kit.cluster.dataReplicas(subject).map(({ id }) => id)).toEqual([replica!.id]);
    });

    it('takes the database for the holder of what is in it', ['database'], async () => {
      const subject = kit.cluster.subject(database);
      const holder = kit.cluster.dataWorkload(subject);
      expect(holder).toMatchObject({ component: 'database', kind: subject.kind });
      expect(kit.cluster.dataReplicas(subject)).toMatchObject([{ app: holder.app, ready: true }]);
    });

    it('tells the claims of a workload, and what their volumes are worth', [], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(podOnly))).toEqual([]);
      expect(kit.cluster.claims(kit.cluster.subject(claimed))).toMatchObject([
        { bound: true, reclaimPolicy: 'delete' },
      ]);
    });

    it('tells when a volume is on every node', ['sharedVolumes'], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(everywhere))).toMatchObject([{ accessScope: 'everywhere' }]);
    });

    it('tells when a volume is of one node', ['nodeBoundClaims'], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(claimed))).toMatchObject([{ accessScope: 'one node' }]);
    });
  });
}
