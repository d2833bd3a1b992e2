import type { Cluster, Replica, Subject } from '@persistence-lab/cluster';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. */
const timeout = 120_000;

/** The one replica of the workload that holds the subject's data. */
function dataReplicaOf(cluster: Cluster, subject: Subject): Replica {
  const replicas = cluster.dataReplicas(subject).filter((replica) => !replica.terminating);
  if (replicas.length !== 1)
    throw new Error(`${subject.name}: expected one replica with the data, found ${replicas.length}`);
  return replicas[0]!;
}

/** Crashes the container that holds the data and waits until the subject serves again. */
export async function crash(cluster: Cluster, subject: Subject): Promise<Replica[]> {
  const target = dataReplicaOf(cluster, subject);
  await cluster.crash(target);
  const restarted = () =>
    cluster
      .dataReplicas(subject)
      .some(({ id, restarts, ready }) => id === target.id && restarts > target.restarts && ready);
  await cluster.waitUntil(`${target.name} restarted after its crash`, restarted, { timeout, workload: subject });
  return waitUntilServing(cluster, subject);
}

/** Deletes the Pod that holds the data and waits for its replacement. */
export async function deleteDataReplica(cluster: Cluster, subject: Subject): Promise<void> {
  const target = dataReplicaOf(cluster, subject);
  await cluster.delete(target);
  await cluster.waitUntil(
    `${target.name} was replaced`,
    () => {
      const replicas = cluster.dataReplicas(subject);
      return replicas.every(({ id }) => id !== target.id) && replicas.some(({ ready }) => ready);
    },
    { timeout, workload: subject },
  );
}

/** The subject's replicas, once /readyz of each answers 200. */
export async function waitUntilServing(cluster: Cluster, subject: Subject): Promise<Replica[]> {
  const replicas = () => {
    const current = cluster.replicas(subject).filter(({ terminating }) => !terminating);
    return current.length > 0 && current.every(({ ready }) => ready) && current;
  };
  const found = await cluster.waitUntil(`${subject.name} is ready`, replicas, { timeout, workload: subject });
  // Kubernetes probes readiness at intervals: a database behind the replica may have just gone, or come back.
  await Promise.all(found.map((replica) => waitUntilReadyAnswer(replica)));
  return found;
}

async function waitUntilReadyAnswer(replica: Replica): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const status = await replica.fetch('/readyz').then(
      (answer) => answer.status,
      (error: Error) => error.message,
    );
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`${replica.name} does not become ready: ${status}`);
    await pause(250); // no event reports this: only its answer does
  }
}

/** Scales the subject and waits until exactly this number of replicas is ready. */
export async function scale(cluster: Cluster, subject: Subject, replicas: number): Promise<Replica[]> {
  await cluster.scale(subject, replicas);
  const isScaled = () => {
    const now = cluster.subject(subject.name);
    return now.desiredReplicas === replicas && now.rolledOut && cluster.replicas(now).length === replicas;
  };
  await cluster.waitUntil(`${subject.name} has ${replicas} replicas`, isScaled, { timeout, workload: subject });
  return waitUntilServing(cluster, subject);
}
