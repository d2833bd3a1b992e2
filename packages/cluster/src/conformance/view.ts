import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeView(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed, everywhere, database } = kit.harness.subjects;

  describe('the view', () => {
    it('has the name, the version and the nodes of the cluster', [], async () => {
      expect(kit.cluster).toMatchObject({ name: expect.stringMatching(/./), version: expect.stringMatching(/\d/) });
      expect(kit.cluster.nodes().length).toBeGreaterThan(0);
      for (const node of kit.cluster.nodes()) expect(node).toMatchObject({ ready: true, cordoned: false });
    });

    it('lists every subject among the workloads, with its kind of storage', [], async () => {
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

    it('names the existing subjects in the error for an unknown one', [], async () => {
      expect(() => kit.cluster.subject('nonsense')).toThrow(podOnly);
    });

    it('returns a subject that stores its own data as its data workload', [], async () => {
      const subject = kit.cluster.subject(podOnly);
      const [replica] = await kit.ready(podOnly);
      expect(kit.cluster.dataWorkload(subject).name).toBe(podOnly);
      expect(kit.cluster.dataReplicas(subject).map(({ id }) => id)).toEqual([replica!.id]);
    });

    it('returns the database of a subject as its data workload', ['database'], async () => {
      const subject = kit.cluster.subject(database);
      const workload = kit.cluster.dataWorkload(subject);
      expect(workload).toMatchObject({ component: 'database', kind: subject.kind });
      expect(kit.cluster.dataReplicas(subject)).toMatchObject([{ app: workload.app, ready: true }]);
    });

    it('lists the claims of a workload with the reclaim policy of their volumes', [], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(podOnly))).toEqual([]);
      expect(kit.cluster.claims(kit.cluster.subject(claimed))).toMatchObject([
        { bound: true, reclaimPolicy: 'delete' },
      ]);
    });

    it('recognizes a volume that every node can mount', ['sharedVolumes'], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(everywhere))).toMatchObject([{ accessScope: 'everywhere' }]);
    });

    it('recognizes a volume of one node', ['nodeBoundClaims'], async () => {
      expect(kit.cluster.claims(kit.cluster.subject(claimed))).toMatchObject([{ accessScope: 'one node' }]);
    });
  });
}
