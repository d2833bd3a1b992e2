import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeNodes(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed } = kit.harness.subjects;
  const nodeOf = (name: string) => kit.cluster.nodes().find((node) => node.name === name);

  describe('a node', () => {
    it('takes no replicas while it is cordoned', ['multipleNodes'], async ({ onTestFinished }) => {
      const earlier = await kit.ready(podOnly);
      const home = earlier[0]!.node!;
      onTestFinished(() => kit.cluster.uncordon(home));
      await kit.cluster.cordon(home);
      expect(nodeOf(home)).toMatchObject({ cordoned: true, ready: true });
      await kit.cluster.delete(earlier[0]!);
      const [replacement] = await kit.replaced(podOnly, earlier);
      expect(replacement!.node).not.toBe(home);
      await kit.cluster.uncordon(home);
      expect(nodeOf(home)).toMatchObject({ cordoned: false });
    });

    it('of a volume is missed by its replica, which says so', ['nodeBoundClaims'], async ({ onTestFinished }) => {
      const earlier = await kit.ready(claimed);
      const home = earlier[0]!.node!;
      onTestFinished(() => kit.cluster.uncordon(home));
      await kit.cluster.cordon(home);
      await kit.cluster.delete(earlier[0]!);
      const replacement = await kit.waitUntil('the replacement is blocked', () =>
        kit.cluster.replicas(kit.cluster.subject(claimed)).find(({ pendingReason }) => pendingReason !== null),
      );
      expect(replacement).toMatchObject({
        node: null,
        ready: false,
        pendingReason: expect.stringMatching(/unschedulable/),
      });
      expect((await kit.cluster.diagnose(kit.cluster.subject(claimed))).join()).toContain(replacement.name);
      await kit.cluster.uncordon(home);
      expect(await kit.replaced(claimed, earlier)).toMatchObject([{ node: home }]);
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

    it('that is not there cannot be switched', [], async () => {
      await expect(kit.cluster.setNodePower('nowhere', 'off')).rejects.toMatchObject({ code: 'missing' });
    });
  });
}
