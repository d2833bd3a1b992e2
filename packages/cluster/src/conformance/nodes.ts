import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeNodes(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed } = kit.harness.subjects;
  const nodeOf = (name: string) => kit.cluster.nodes().find((node) => node.name === name);

  describe('a node', () => {
    it('takes no replicas while it is cordoned', ['multipleNodes'], async ({ onTestFinished }) => {
      const earlier = await kit.ready(podOnly);
      const node = earlier[0]!.node!;
      onTestFinished(() => kit.cluster.uncordon(node));
      await kit.cluster.cordon(node);
      expect(nodeOf(node)).toMatchObject({ cordoned: true, ready: true });
      await kit.cluster.delete(earlier[0]!);
      const [replacement] = await kit.replaced(podOnly, earlier);
      expect(replacement!.node).not.toBe(node);
      await kit.cluster.uncordon(node);
      expect(nodeOf(node)).toMatchObject({ cordoned: false });
    });

    it('with a volume is the only one where its replica can run', ['nodeBoundClaims'], async ({ onTestFinished }) => {
      const earlier = await kit.ready(claimed);
      const node = earlier[0]!.node!;
      onTestFinished(() => kit.cluster.uncordon(node));
      await kit.cluster.cordon(node);
      await kit.cluster.delete(earlier[0]!);
      const replacement = await kit.waitUntil('the replacement is pending', () =>
        kit.cluster.replicas(kit.cluster.subject(claimed)).find(({ pendingReason }) => pendingReason !== null),
      );
      expect(replacement).toMatchObject({
        node: null,
        ready: false,
        pendingReason: expect.stringMatching(/unschedulable/),
      });
      expect(JSON.stringify(await kit.cluster.diagnose(kit.cluster.subject(claimed)))).toContain(replacement.name);
      await kit.cluster.uncordon(node);
      expect(await kit.replaced(claimed, earlier)).toMatchObject([{ node }]);
    });

    it('is not ready without power, and ready again with it', ['power'], async ({ onTestFinished }) => {
      const { node } = (await kit.ready(claimed))[0]!;
      let isOff = true;
      onTestFinished(async () => void (isOff && (await kit.cluster.setNodePower(node!, 'on'))));
      await kit.cluster.setNodePower(node!, 'off');
      await kit.waitUntil(`${node} is not ready`, () => nodeOf(node!)?.ready === false);
      await kit.cluster.setNodePower(node!, 'on');
      isOff = false;
      await kit.waitUntil(`${node} is ready`, () => nodeOf(node!)?.ready);
      await kit.ready(claimed);
    });

    it('that does not exist cannot be switched off', [], async () => {
      await expect(kit.cluster.setNodePower('nowhere', 'off')).rejects.toMatchObject({ code: 'missing' });
    });
  });
}
