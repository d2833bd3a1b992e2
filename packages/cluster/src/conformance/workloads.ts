import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeWorkloads(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed, everywhere, ordinal } = kit.harness.subjects;
  const scaled = (subject: string, replicas: number) =>
    kit.waitUntil(`${subject} has ${replicas} replicas`, () => {
      const now = kit.cluster.subject(subject);
      return now.desiredReplicas === replicas && now.rolledOut && kit.cluster.replicas(now).length === replicas;
    });

  describe('a workload', () => {
    it('has the number of replicas that it is scaled to, including zero', [], async ({ onTestFinished }) => {
      onTestFinished(() => kit.cluster.scale(kit.cluster.subject(everywhere), 1));
      for (const replicas of [3, 0, 1]) {
        await kit.cluster.scale(kit.cluster.subject(everywhere), replicas);
        await scaled(everywhere, replicas);
      }
    });

    it('has its original claims after it is scaled out and back', [], async ({ onTestFinished }) => {
      const claims = () =>
        kit.cluster
          .claims(kit.cluster.subject(ordinal))
          .map(({ name }) => name)
          .toSorted();
      const before = claims();
      onTestFinished(() => kit.cluster.scale(kit.cluster.subject(ordinal), 1));
      await kit.cluster.scale(kit.cluster.subject(ordinal), 2);
      await scaled(ordinal, 2);
      expect(claims()).toHaveLength(before.length + 1);
      await kit.cluster.scale(kit.cluster.subject(ordinal), 1);
      expect(claims()).toEqual(before);
    });

    it('replaces every replica in a rollout', [], async () => {
      const earlier = await kit.ready(claimed);
      await kit.cluster.rollout(kit.cluster.subject(claimed));
      expect(await kit.replaced(claimed, earlier)).toHaveLength(1);
    });

    it('has no replicas when deleted, and the same data when recreated', [], async () => {
      const earlier = await kit.ready(claimed);
      const subject = kit.cluster.subject(claimed);
      const id = await writeNote(earlier[0]!.fetch);
      await kit.cluster.deleteWorkload(subject);
      expect(kit.cluster.workloads().map(({ name }) => name)).not.toContain(claimed);
      expect(kit.cluster.replicas(subject)).toEqual([]);
      await kit.cluster.recreate(subject);
      const [replica] = await kit.replaced(claimed, earlier);
      expect((await replica!.fetch(`/v1/notes/${id}`)).status).toBe(200);
    });

    it('cannot be recreated unless it was deleted', [], async () => {
      await expect(kit.cluster.recreate(kit.cluster.subject(podOnly))).rejects.toMatchObject({ code: 'missing' });
    });
  });
}

/** Returns the id of the note. */
export async function writeNote(fetch: typeof globalThis.fetch): Promise<string> {
  const body = JSON.stringify({ title: 'conformance', text: 'kept?' });
  const answer = await fetch('/v1/notes', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}
