import type { Blow } from './fault-target.ts';

/** Takes memory until the kernel ends the process. */
export const oom: Blow = {
  async strike({ cluster, victims }) {
    await Promise.all(victims.map((victim) => cluster.oomKill(victim)));
  },
};
