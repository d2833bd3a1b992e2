import {
  type FaultInjector,
  type FaultTarget,
  staysOnNode,
  waitUntilScheduled,
  waitUntilReplaced,
  onSameNode,
  waitUntilGone,
} from './fault-target.ts';

/** The claims go, and the pods that hold them; a StatefulSet makes new ones, a Deployment waits for somebody who does. */
export const claimDelete: FaultInjector = {
  async inject(target) {
    await whereClaimsGo(target, async () => {
      await target.cluster.deleteClaims(target.dataWorkload);
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
  undo: (target) =>
    whereClaimsGo(target, async () => {
      await target.cluster.recreate(target.dataWorkload);
      await waitUntilScheduled(target);
    }),
};

// a volume that is found where its pod lands should be found where the next events expect it
function whereClaimsGo(target: FaultTarget, work: () => Promise<void>): Promise<void> {
  const { targetNode, placement } = target.context;
  return targetNode === null || staysOnNode(target.subject.kind)
    ? onSameNode(target, work)
    : placement.on(targetNode, work);
}
