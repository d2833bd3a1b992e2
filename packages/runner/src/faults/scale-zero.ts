import { type FaultInjector, waitUntilReplaced, onSameNode, waitUntilGone } from './fault-target.ts';

/** No replica at all for a moment, then as many as before. */
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
