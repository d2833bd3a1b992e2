import { type FaultInjector, onSameNode, waitUntilReplaced } from '../fault-target.ts';

/** Deletes and recreates the Deployment or StatefulSet; its claims stay. */
export const workloadDelete: FaultInjector = {
  async inject(target) {
    const { cluster, dataWorkload } = target;
    try {
      await cluster.deleteWorkload(dataWorkload);
    } catch (error) {
      await cluster.recreate(dataWorkload).catch(() => undefined); // nothing may be deleted yet
      throw error;
    }
    await onSameNode(target, async () => {
      await cluster.recreate(dataWorkload);
      await waitUntilReplaced(target);
    });
  },
};
