import { openKubernetes } from '@persistence-lab/cluster';
import { afterAll, describe, expect, it } from 'vitest';
import { crash, deleteHolder, holderOf, serving } from './events.ts';
import { expectations } from './expectations.ts';
import { createLedger, type Ledger, type Reading } from './ledger.ts';
import { createPin } from './pins.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const notesEach = 200;
const subjects = cluster.subjects().filter(({ app, kind }) => app === 'notes-api' && kind in expectations);
const ledgers = new Map(subjects.map(({ name }) => [name, createLedger()]));
const pin = createPin(cluster);

/** What is lost, expected or not, must not be counted against the next event. */
function judge(reading: Reading, ledger: Ledger, expected: string | undefined): void {
  if (reading.verdict !== 'survived') ledger.forget();
  expect(reading).toMatchObject({ verdict: expected, changed: [] });
  expect(reading.acknowledged).toBeGreaterThanOrEqual(notesEach);
}

describe('a container crash', () => {
  it.concurrent.for(subjects)('$name', async (subject) => {
    const ledger = ledgers.get(subject.name)!;
    await ledger.writeUntil(notesEach, await serving(cluster, subject));
    const [replica] = await crash(cluster, subject);
    judge(await ledger.read(replica!), ledger, expectations[subject.kind]?.crash);
  });
});

describe('a pod deleted, its replacement on the same node', () => {
  it.concurrent.for(subjects)('$name', async (subject) => {
    const ledger = ledgers.get(subject.name)!;
    await ledger.writeUntil(notesEach, await serving(cluster, subject));
    const { node } = holderOf(cluster, subject);
    const replacement = await pin(node!, () => deleteHolder(cluster, subject));
    expect(replacement.node).toBe(node);
    const [replica] = await serving(cluster, subject);
    judge(await ledger.read(replica!), ledger, expectations[subject.kind]?.delete);
  });
});
