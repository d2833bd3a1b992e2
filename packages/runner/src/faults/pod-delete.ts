import { type Blow, type Hit, replaced, sameNode, victimsGone } from './fault-target.ts';

const remove = (force: boolean): Blow => ({
  async strike(hit: Hit) {
    await sameNode(hit, async () => {
      await Promise.all(hit.victims.map((victim) => hit.cluster.delete(victim, { force })));
      await replaced(hit);
    });
    await victimsGone(hit);
  },
});

export const podDelete = remove(false);

/** Without a grace period: the process may still run when its successor begins. */
export const podForceDelete = remove(true);
