import { type FaultInjector, onSameNode, waitUntilGone, waitUntilReplaced } from '../fault-target.ts';

export const deletePods = (force: boolean): FaultInjector => ({
  async inject(target) {
    await onSameNode(target, async () => {
      await Promise.all(target.targets.map((replica) => target.cluster.delete(replica, { force })));
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
});

export const podDelete = deletePods(false);
