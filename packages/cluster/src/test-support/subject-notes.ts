import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Replica } from '../cluster.ts';

/** Milliseconds: other tests may keep the machine busy. */
export const timeout = 120_000;

export async function allRolledOut(cluster: Cluster): Promise<void> {
  const isRolledOut = () => cluster.workloads().every(({ rolledOut }) => rolledOut);
  await cluster.waitUntil('everything is rolled out', isRolledOut, { timeout });
}

/** The replica of the subject, once it is rolled out. */
export function servingReplica(cluster: Cluster, subject: string): Promise<Replica> {
  const found = () => {
    const { rolledOut, ...workload } = cluster.subject(subject);
    return rolledOut && cluster.replicas({ rolledOut, ...workload })[0];
  };
  return cluster.waitUntil(`${subject} serves`, found, { timeout: timeout, workload: cluster.subject(subject) });
}

export async function writeNote(replica: Replica): Promise<void> {
  const body = JSON.stringify({ title: 'kept?', text: '' });
  const answer = await replica.fetch('/v1/notes', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  if (answer.status !== 201) throw new Error(`${replica.name}: ${await answer.text()}`);
}

/** Retries while the service, or its database, does not answer yet. */
export async function countNotes(replica: Replica): Promise<number> {
  for (const deadline = Date.now() + timeout; ; await pause(50)) {
    const answer = await replica.fetch('/v1/notes');
    if (answer.ok) return ((await answer.json()) as { notes: unknown[] }).notes.length;
    if (Date.now() > deadline) throw new Error(`${replica.name}: ${await answer.text()}`);
  }
}
