import {
  type FaultInjector,
  type FaultTarget,
  onSameNode,
  staysOnNode,
  waitUntilGone,
  waitUntilReplaced,
  waitUntilScheduled,
} from '../fault-target.ts';

/** Deletes the claims and their pods. A StatefulSet creates new claims; a Deployment waits until the undo does. */
export const claimDelete: FaultInjector = {
  async inject(target) {
    await onTargetNode(target, async () => {
      await target.cluster.deleteClaims(target.dataWorkload);
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
  undo: (target) =>
    onTargetNode(target, async () => {
      await target.cluster.recreate(target.dataWorkload);
      await waitUntilScheduled(target);
    }),
};

// A new volume is created on the node of its first pod: the target node is where node events need it.
function onTargetNode(target: FaultTarget, work: () => Promise<void>): Promise<void> {
  const { targetNode, placement } = target.context;
  return targetNode === null || staysOnNode(target.subject.kind)
    ? onSameNode(target, work)
    : placement.on(targetNode, work);
}
