import { type Blow, replaced, sameNode, victimsGone } from './fault-target.ts';

/** No replica at all for a moment, then as many as before. */
export const scaleZero: Blow = {
  async strike(hit) {
    const { cluster, holder } = hit;
    await cluster.scale(holder, 0);
    try {
      await victimsGone(hit);
    } finally {
      await sameNode(hit, async () => {
        await cluster.scale(holder, holder.desiredReplicas);
        await replaced(hit);
      });
    }
  },
};
