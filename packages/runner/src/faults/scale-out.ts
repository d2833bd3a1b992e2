import { type Blow, type Hit, within } from './fault-target.ts';

const notesEach = 10;

/** More replicas: each acknowledges notes of its own, and each is asked for all of them. */
export const scaleOut: Blow = {
  strike: (hit) => scaleTo(hit, hit.session.options.replicas),
  async observe({ cluster, subject, writer, session }) {
    const replicas = cluster.replicas(subject).filter(({ ready }) => ready);
    for (const replica of replicas)
      for (let count = 0; count < notesEach; count += 1) await writer.write(replica, session.signal);
    // what another has written: who has seen only that gives a stale answer
    for (const replica of replicas)
      for (let count = 0; count < notesEach; count += 1) await writer.replaceRecent(replica, session.signal);
  },
  undo: (hit) => scaleTo(hit, hit.subject.desiredReplicas),
};

async function scaleTo(hit: Hit, replicas: number): Promise<void> {
  const { cluster, subject, session } = hit;
  await session.placement.anywhere(async () => {
    await cluster.scale(subject, replicas);
    await within(hit, `${subject.name} has ${replicas} replicas`, () => {
      const now = cluster.replicas(subject).filter(({ terminating }) => !terminating);
      return now.length === replicas && now.every(({ node, pendingReason }) => node ?? pendingReason);
    });
  });
}
