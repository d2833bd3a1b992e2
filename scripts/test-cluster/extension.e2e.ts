import { openKubernetes } from '@persistence-lab/cluster';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { scale } from './events.ts';
import { createLedger } from './ledger.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());

async function extended(name: string, { onTestFinished }: TestContext) {
  const subject = cluster.subject(name);
  onTestFinished(async () => void (await scale(cluster, subject, subject.wanted)));
  return scale(cluster, subject, 3);
}

describe('three replicas', () => {
  it.concurrent(
    'of notes-pvc-rwx: what one has acknowledged, another serves at once, and each serves everything',
    async (test) => {
      const replicas = await extended('notes-pvc-rwx', test);
      const ledger = createLedger();
      for (let turn = 0; turn < 200; turn += 1) {
        const id = await ledger.write(replicas[turn % 3]!);
        expect(await ledger.has(replicas[(turn + 1) % 3]!, id), `note ${turn} on the next replica`).toBe(true);
      }
      for (const replica of replicas)
        expect(await ledger.read(replica)).toMatchObject({ verdict: 'survived', acknowledged: 200 });
    },
  );

  it.concurrent('of notes-emptydir: each knows only what it has acknowledged itself', async (test) => {
    const replicas = await extended('notes-emptydir', test);
    const ledgers = replicas.map(() => createLedger());
    for (const [writer, ledger] of ledgers.entries()) await ledger.writeUntil(67, [replicas[writer]!]);
    for (const [writer, ledger] of ledgers.entries())
      for (const [reader, replica] of replicas.entries()) {
        const { verdict, kept, acknowledged } = await ledger.read(replica);
        console.log(
          `${replica.name} serves ${kept} of the ${acknowledged} notes that ${replicas[writer]!.name} acknowledged`,
        );
        expect(verdict).toBe(reader === writer ? 'survived' : 'lost');
      }
  });
});
