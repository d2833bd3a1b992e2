import type { FaultInjector } from './fault-target.ts';

/** Takes memory until the kernel ends the process. */
export const oom: FaultInjector = {
  async inject({ cluster, targets }) {
    await Promise.all(targets.map((replica) => cluster.oomKill(replica)));
  },
};
