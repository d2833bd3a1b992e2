import { type FaultInjector, waitUntilReplaced, onSameNode } from './fault-target.ts';

/** The Deployment or StatefulSet is deleted and made again; its claims stay. */
export const workloadDelete: FaultInjector = {
  async inject(target) {
    const { cluster, dataWorkload } = target;
    try {
      await cluster.deleteWorkload(dataWorkload);
    } catch (error) {
      await cluster.recreate(dataWorkload).catch(() => undefined); // it may not even have begun
      throw error;
    }
    await onSameNode(target, async () => {
      await cluster.recreate(dataWorkload);
      await waitUntilReplaced(target);
    });
  },
};
