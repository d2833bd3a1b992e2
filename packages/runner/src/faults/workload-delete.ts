import { type Blow, replaced, sameNode } from './fault-target.ts';

/** The Deployment or StatefulSet is deleted and made again; its claims stay. */
export const workloadDelete: Blow = {
  async strike(hit) {
    const { cluster, holder } = hit;
    try {
      await cluster.deleteWorkload(holder);
    } catch (error) {
      await cluster.recreate(holder).catch(() => undefined); // it may not even have begun
      throw error;
    }
    await sameNode(hit, async () => {
      await cluster.recreate(holder);
      await replaced(hit);
    });
  },
};
