import { type Blow, type Hit, isNodeFolder, placed, replaced, sameNode, victimsGone } from './fault-target.ts';

/** The claims go, and the pods that hold them; a StatefulSet makes new ones, a Deployment waits for somebody who does. */
export const claimDelete: Blow = {
  async strike(hit) {
    await whereClaimsGo(hit, async () => {
      await hit.cluster.deleteClaims(hit.holder);
      await replaced(hit);
    });
    await victimsGone(hit);
  },
  undo: (hit) =>
    whereClaimsGo(hit, async () => {
      await hit.cluster.recreate(hit.holder);
      await placed(hit);
    }),
};

// a volume that is found where its pod lands should be found where the next events expect it
function whereClaimsGo(hit: Hit, work: () => Promise<void>): Promise<void> {
  const { home, placement } = hit.session;
  return home === null || isNodeFolder(hit.subject.kind) ? sameNode(hit, work) : placement.on(home, work);
}
