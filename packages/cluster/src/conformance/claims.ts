import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';
import { writeNote } from './workloads.ts';

export function describeClaims(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed } = kit.harness.subjects;

  describe('claims', () => {
    it('are deleted together with their replicas, and the replacement stays pending', [], async () => {
      const earlier = await kit.ready(claimed);
      const id = await writeNote(earlier[0]!.fetch);
      const subject = kit.cluster.subject(claimed);
      await kit.cluster.deleteClaims(subject);
      expect(kit.cluster.claims(subject)).toEqual([]);
      const replacement = () => kit.cluster.replicas(subject).find(({ pendingReason }) => pendingReason !== null);
      expect(earlier.map((each) => each.id)).not.toContain(
        (await kit.waitUntil('the replacement is pending', replacement)).id,
      );
      await kit.cluster.recreate(subject);
      const [replica] = await kit.replaced(claimed, earlier);
      expect(kit.cluster.claims(subject)).toMatchObject([{ bound: true }]);
      expect((await replica!.fetch(`/v1/notes/${id}`)).status, 'the note of the deleted volume').toBe(404);
    });

    it('cannot be deleted for a workload without claims', [], async () => {
      await expect(kit.cluster.deleteClaims(kit.cluster.subject(podOnly))).rejects.toMatchObject({ code: 'missing' });
    });
  });
}
