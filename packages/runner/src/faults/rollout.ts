import { type Blow, replaced, sameNode, victimsGone } from './fault-target.ts';

/** A new version of the workload: every pod is replaced, in the way that its strategy says. */
export const rollout: Blow = {
  async strike(hit) {
    await sameNode(hit, async () => {
      await hit.cluster.rollout(hit.holder);
      await replaced(hit);
    });
    await victimsGone(hit);
  },
};
