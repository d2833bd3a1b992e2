import { type FaultInjector, waitForChange } from '../fault-target.ts';

/** Kills the process; the kubelet restarts its container in the same pod. */
export const containerCrash: FaultInjector = {
  async inject(target) {
    const { cluster, dataWorkload, targets } = target;
    await Promise.all(targets.map((replica) => cluster.crash(replica)));
    await waitForChange(target, `${dataWorkload.name} has restarted`, () => {
      const now = cluster.replicas(dataWorkload);
      return targets.every(({ id, restarts }) => now.every((each) => each.id !== id || each.restarts > restarts));
    });
  },
};
