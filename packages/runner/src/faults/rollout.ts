import { type FaultInjector, waitUntilReplaced, onSameNode, waitUntilGone } from './fault-target.ts';

/** A new version of the workload: every pod is replaced, in the way that its strategy says. */
export const rollout: FaultInjector = {
  async inject(target) {
    await onSameNode(target, async () => {
      await target.cluster.rollout(target.dataWorkload);
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
};
