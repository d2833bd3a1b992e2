import { type FaultInjector, onSameNode, waitUntilGone, waitUntilReplaced } from '../fault-target.ts';

/** Rolls out a new version: every pod is replaced by the update strategy of the workload. */
export const rollout: FaultInjector = {
  async inject(target) {
    await onSameNode(target, async () => {
      await target.cluster.rollout(target.dataWorkload);
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
};
