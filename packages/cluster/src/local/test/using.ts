import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Replica } from '../../cluster.ts';

/** Milliseconds: other tests may keep the machine busy. */
export const patience = 120_000;

/** Resolves when every workload is as it should be. */
export async function allSettled(cluster: Cluster): Promise<void> {
  const isSettled = () => cluster.workloads().every(({ rolledOut }) => rolledOut);
  await cluster.waitUntil('everything is settled', isSettled, { timeout: patience });
}

/** The replica that serves the subject, once there is just one. */
export function serving(cluster: Cluster, subject: string): Promise<Replica> {
  const found = () => {
    const { rolledOut, ...workload } = cluster.subject(subject);
    return rolledOut && cluster.replicas({ rolledOut, ...workload })[0];
  };
  return cluster.waitUntil(`${subject} serves`, found, { timeout: patience, workload: cluster.subject(subject) });
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

/** Asks again while the service, or the database behind it, does not answer yet. */
export async function countNotes(replica: Replica): Promise<number> {
  for (const deadline = Date.now() + patience; ; await pause(50)) {
    const answer = await replica.fetch('/v1/notes');
    if (answer.ok) return ((await answer.json()) as { notes: unknown[] }).notes.length;
    if (Date.now() > deadline) throw new Error(`${replica.name}: ${await answer.text()}`);
  }
}
