import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileHandle, writeAll } from '../../file-system.ts';
import { createSimulatedDisk } from '../../simulation/simulated-disk.ts';
import { dumpJournal } from '../../simulation/journal-dump.ts';
import { type Change, createHead, encodeChange, parseHead, prepareChange } from '../format/change.ts';
import { headerLine } from '../format/file-header.ts';
import { type Journal, openJournal } from '../journal.ts';
import { createKeyIndex } from '../index/key-index.ts';

/** Few keys, versions, times and writers, so that most changes conflict and many are equal. */
const anyChange = fc
  .record({ key: fc.nat(2), version: fc.integer({ min: 1, max: 3 }), time: fc.nat(2), writer: fc.nat(2) })
  .map(({ key, version, time, writer }): Change => {
    const identity = `${key} ${version} ${time} ${writer}`;
    const isDeletion = (version + time + writer) % 4 === 0;
    return {
      key: `00000000-0000-4000-8000-00000000000${key}`,
      version,
      created: 0,
      time,
      writer: `${writer}`.repeat(16),
      ...(!isDeletion && { value: { identity } }),
    };
  });

/** The expected result: the higher version, then the later time, then the greater writer. */
function latestOf(changes: Change[]): string {
  const best = new Map<string, Change>();
  for (const change of changes) {
    const known = best.get(change.key);
    if (!known || compare(change, known) > 0) best.set(change.key, change);
  }
  const lines = [...best.values()].map(({ key, version, time, value }) =>
    JSON.stringify({ key, version, time, value }),
  );
  return lines.toSorted().join('\n');
}

function compare(a: Change, b: Change): number {
  return a.version - b.version || a.time - b.time || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : 0);
}

const lineOf = (change: Change) => encodeChange(prepareChange(change), 0);

describe('conflicts', () => {
  it('have the same result in any order of the changes, repeated or not', () => {
    const orders = fc.array(anyChange, { maxLength: 12 }).chain((changes) => {
      const shuffled = fc.shuffledSubarray(changes, { minLength: changes.length });
      return fc.record({ one: shuffled, two: shuffled });
    });
    fc.assert(
      fc.property(orders, ({ one, two }) => {
        expect(indexed([...two, ...one])).toEqual(indexed(one));
      }),
    );
  });
});

function indexed(changes: Change[]): Record<string, unknown> {
  const index = createKeyIndex();
  const head = createHead();
  for (const change of changes) {
    parseHead(Buffer.from(lineOf(change).trimEnd()), head);
    const slot = index.slotOf(change.key);
    if (slot < 0 || index.compare(slot, head) > 0) index.set(head, 0, 0, 0);
  }
  const slots = Array.from({ length: index.size }, (_, slot) => slot);
  return Object.fromEntries(
    slots.map((slot) => {
      index.readHead(slot, head);
      const { version, time, writer, deleted } = head;
      return [index.keyOf(slot), { version, time, writer, deleted }];
    }),
  );
}

const fileCount = 3;

type Step =
  | { readonly write: Change; readonly to: number[]; readonly cut: number }
  | { readonly seal: number }
  | { readonly refresh: number };

/** Each change goes to one or more files, its line in two parts; a process reads in between. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      write: anyChange,
      to: fc.uniqueArray(fc.nat(fileCount - 1), { minLength: 1 }),
      cut: fc.nat(60),
    }),
  },
  { weight: 1, arbitrary: fc.record({ seal: fc.nat(fileCount - 1) }) },
  { weight: 3, arbitrary: fc.record({ refresh: fc.nat(1) }) },
);

const anyCompaction = fc.record({ by: fc.nat(1), compact: fc.boolean() });

describe('files', () => {
  it('give every process the same changes in any order of reading, before and after any compactions', async () => {
    const history = fc.tuple(fc.array(anyStep, { maxLength: 20 }), fc.array(anyCompaction, { maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(history, ([steps, compactions]) => check(steps, compactions)),
      { numRuns: 150 },
    );
  });
});

async function check(steps: Step[], compactions: { by: number; compact: boolean }[]): Promise<void> {
  const disk = createSimulatedDisk(new Map([['/', null]]));
  const open = () => openJournal({ dir: '/notes', fs: disk.mount() });
  const readers = [await open(), await open()];
  const files = await Promise.all(Array.from({ length: fileCount }, (_, n) => openFile(`/notes/${stem(n)}.journal`)));
  for (const step of steps) await run(step);
  const expected = latestOf(steps.flatMap((step) => ('write' in step ? [step.write] : [])));
  await expectAll(expected);
  for (const { by, compact } of compactions) {
    await (compact ? readers[by]!.compact(true) : readers[by]!.refresh());
    await expectAll(expected, [await open()]);
  }

  async function openFile(path: string): Promise<FileHandle> {
    const handle = await disk.mount().open(path, 'ax+');
    await writeAll(handle, Buffer.from(headerLine('journal')));
    return handle;
  }

  async function run(step: Step): Promise<void> {
    if ('refresh' in step) return readers[step.refresh]!.refresh();
    if ('seal' in step) {
      const path = `/notes/${stem(step.seal)}`;
      return disk
        .mount()
        .rename(`${path}.journal`, `${path}.sealed`)
        .catch(() => undefined);
    }
    const line = Buffer.from(lineOf(step.write));
    for (const n of step.to) {
      await writeAll(files[n]!, line.subarray(0, step.cut));
      await readers[n % 2]!.refresh();
      await writeAll(files[n]!, line.subarray(step.cut));
    }
  }

  async function expectAll(expected: string, more: Journal[] = []): Promise<void> {
    for (const journal of [...readers, ...more]) {
      await journal.refresh();
      expect(await dumpJournal(journal)).toBe(expected);
    }
  }
}

const stem = (n: number) => `${n}`.repeat(16) + '-0';
