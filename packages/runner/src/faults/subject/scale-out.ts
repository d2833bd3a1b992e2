import { type FaultInjector, type FaultTarget, waitForChange } from '../fault-target.ts';

const notesPerReplica = 10;

/** Adds replicas: each acknowledges notes of its own, and each is read completely. */
export const scaleOut: FaultInjector = {
  inject: (target) => scaleTo(target, target.context.options.replicas),
  async observe({ cluster, subject, writer, context }) {
    const replicas = cluster.replicas(subject).filter(({ ready }) => ready);
    for (const replica of replicas)
      for (let count = 0; count < notesPerReplica; count += 1) await writer.write(replica, context.signal);
    // Each replica also replaces notes that another one wrote: one with its own storage then returns stale notes.
    for (const replica of replicas)
      for (let count = 0; count < notesPerReplica; count += 1) await writer.replaceRecent(replica, context.signal);
  },
  undo: (target) => scaleTo(target, target.subject.desiredReplicas),
};

async function scaleTo(target: FaultTarget, replicas: number): Promise<void> {
  const { cluster, subject, context } = target;
  await context.placement.anywhere(async () => {
    await cluster.scale(subject, replicas);
    await waitForChange(target, `${subject.name} is scaled to ${replicas}`, () => {
      const now = cluster.replicas(subject).filter(({ terminating }) => !terminating);
      return now.length === replicas && now.every(({ node, pendingReason }) => node ?? pendingReason);
    });
  });
}
