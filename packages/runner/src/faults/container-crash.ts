import { type Blow, within } from './fault-target.ts';

/** Ends the process; the kubelet starts its container again, in the same pod. */
export const containerCrash: Blow = {
  async strike(hit) {
    const { cluster, holder, victims } = hit;
    await Promise.all(victims.map((victim) => cluster.crash(victim)));
    await within(hit, `${holder.name} has restarted`, () => {
      const now = cluster.replicas(holder);
      return victims.every(({ id, restarts }) => now.every((each) => each.id !== id || each.restarts > restarts));
    });
  },
};
