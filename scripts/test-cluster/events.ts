import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import { setTimeout as pause } from 'node:timers/promises';

const patience = 120_000;

/** The one replica that holds the subject's data. */
function holderOf(cluster: Cluster, subject: Subject): Replica {
  const [holder, ...more] = cluster.dataReplicas(subject).filter((replica) => !replica.terminating);
  if (holder === undefined || more.length > 0)
    throw new Error(`${subject.name}: expected one replica with the data, found ${more.length + (holder ? 1 : 0)}`);
  return holder;
}

/** Crashes the process that holds the data and waits until the subject serves again. */
export async function crash(cluster: Cluster, subject: Subject): Promise<Replica[]> {
  const victim = holderOf(cluster, subject);
  await cluster.crash(victim);
  const restarted = () =>
    cluster
      .dataReplicas(subject)
      .some(({ id, restarts, ready }) => id === victim.id && restarts > victim.restarts && ready);
  await cluster.waitUntil(`${victim.name} restarted after its crash`, restarted, {
    timeout: patience,
    workload: subject,
  });
  return serving(cluster, subject);
}

/** Deletes the pod that holds the data and waits for its replacement. */
export async function deleteHolder(cluster: Cluster, subject: Subject): Promise<void> {
  const victim = holderOf(cluster, subject);
  await cluster.delete(victim);
  await cluster.waitUntil(
    `${victim.name} was replaced`,
    () => {
      const holders = cluster.dataReplicas(subject);
      return holders.every(({ id }) => id !== victim.id) && holders.some(({ ready }) => ready);
    },
    { timeout: patience, workload: subject },
  );
}

/** The subject's replicas, once each of them answers that it can read and write. */
export async function serving(cluster: Cluster, subject: Subject): Promise<Replica[]> {
  const replicas = () => {
    const current = cluster.replicas(subject).filter(({ terminating }) => !terminating);
    return current.length > 0 && current.every(({ ready }) => ready) && current;
  };
  const found = await cluster.waitUntil(`${subject.name} is ready`, replicas, { timeout: patience, workload: subject });
  // Kubernetes learns late that a database behind the replica is gone, or back: ask the replica itself
  await Promise.all(found.map((replica) => answersReady(replica)));
  return found;
}

async function answersReady(replica: Replica): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const status = await replica.fetch('/readyz').then(
      (answer) => answer.status,
      (error: Error) => error.message,
    );
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`${replica.name} does not become ready: ${status}`);
    await pause(250); // nobody tells when it is: there is nothing to wait on but its answer
  }
}

/** Gives the subject another number of replicas and waits until exactly these are ready. */
export async function scale(cluster: Cluster, subject: Subject, replicas: number): Promise<Replica[]> {
  await cluster.scale(subject, replicas);
  const settled = () => {
    const now = cluster.subject(subject.name);
    return now.desiredReplicas === replicas && now.rolledOut && cluster.replicas(now).length === replicas;
  };
  await cluster.waitUntil(`${subject.name} has ${replicas} replicas`, settled, {
    timeout: patience,
    workload: subject,
  });
  return serving(cluster, subject);
}
