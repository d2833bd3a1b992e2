import { type FaultInjector, type FaultTarget, waitUntilReplaced, onSameNode, waitUntilGone } from './fault-target.ts';

const remove = (force: boolean): FaultInjector => ({
  async inject(target: FaultTarget) {
    await onSameNode(target, async () => {
      await Promise.all(target.targets.map((replica) => target.cluster.delete(replica, { force })));
      await waitUntilReplaced(target);
    });
    await waitUntilGone(target);
  },
});

export const podDelete = remove(false);

/** Without a grace period: the process may still run when its successor begins. */
export const podForceDelete = remove(true);
