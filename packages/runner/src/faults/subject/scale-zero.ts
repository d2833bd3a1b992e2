import { type FaultInjector, onSameNode, waitUntilGone, waitUntilReplaced } from '../fault-target.ts';

/** Scales to zero, and then back to as many replicas as before. */
export const scaleZero: FaultInjector = {
  async inject(target) {
    const { cluster, dataWorkload } = target;
    await cluster.scale(dataWorkload, 0);
    try {
      await waitUntilGone(target);
    } finally {
      await onSameNode(target, async () => {
        await cluster.scale(dataWorkload, dataWorkload.desiredReplicas);
        await waitUntilReplaced(target);
      });
    }
  },
};
