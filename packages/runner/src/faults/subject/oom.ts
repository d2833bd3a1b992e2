import type { FaultInjector } from '../fault-target.ts';

/** Allocates memory in the container until the kernel kills the process. */
export const oom: FaultInjector = {
  async inject({ cluster, targets }) {
    await Promise.all(targets.map((replica) => cluster.oomKill(replica)));
  },
};
