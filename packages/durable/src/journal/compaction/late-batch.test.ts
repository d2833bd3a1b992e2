import { describe, expect, it } from 'vitest';
import { type FileSystem, writeAll } from '../../file-system.ts';
import { type SimulatedDisk, createSimulatedDisk } from '../../simulation/simulated-disk.ts';
import { dumpJournal } from '../../simulation/journal-dump.ts';
import { encodeChange, prepareChange } from '../format/change.ts';
import { headerLine } from '../format/file-header.ts';
import { openJournal } from '../journal.ts';

const dir = '/notes';
const dead = 'd'.repeat(16);

/** A line of the dead writer. */
function line(version: number, synced: number): Buffer {
  const key = '00000000-0000-4000-8000-000000000001';
  const change = { key, version, created: 1, time: version, writer: dead, value: { text: `version ${version}` } };
  return Buffer.from(encodeChange(prepareChange(change), synced));
}

/** The same file system, which runs `late` before a snapshot gets its name, when its sources are already read. */
function beforePublishing(fs: FileSystem, late: () => Promise<void>): FileSystem {
  return {
    ...fs,
    async rename(from, to) {
      if (to.endsWith('.snapshot')) await late();
      await fs.rename(from, to);
    },
  };
}

/**
 * A writer acknowledged version 1. A compaction seals and reads its journal; then the writer adds
 * version 2, which a reader sees, and dies before it finds that its file is gone and writes again.
 */
async function compactBeforeLastBatch(disk: SimulatedDisk) {
  const fs = disk.mount();
  const reader = await openJournal({ dir, fs });
  const handle = await fs.open(`${dir}/${dead}-0.journal`, 'ax+');
  const first = Buffer.concat([Buffer.from(headerLine('journal')), line(1, 0)]);
  await writeAll(handle, first);
  await reader.refresh();
  const seen: string[] = [];
  const compacting = beforePublishing(fs, async () => {
    await writeAll(handle, line(2, first.length));
    await reader.refresh();
    seen.push(await dumpJournal(reader));
  });
  const compactor = await openJournal({ dir, fs: compacting });
  expect(await compactor.compact(true)).toBe(true);
  expect(seen[0], 'what the reader saw').toContain('version 2');
  return { fs, reader, compactor };
}

describe('a batch of a dead writer that was written after the compaction of its file', () => {
  it('is discarded by a process that read it, once the file is gone', async () => {
    const { fs, reader, compactor } = await compactBeforeLastBatch(createSimulatedDisk());
    await reader.refresh();
    expect(await dumpJournal(reader)).toContain('version 1');
    expect(await dumpJournal(compactor)).toContain('version 1');
    expect(await dumpJournal(await openJournal({ dir, fs }))).toContain('version 1');
    expect(reader.describe().keys).toBe(1);
  });

  it('does not fail the probe of a process that read it', async () => {
    const { reader } = await compactBeforeLastBatch(createSimulatedDisk());
    await reader.refresh();
    await expect(reader.probe()).resolves.toBeUndefined();
  });

  it('takes no acknowledged change with it when a process that read it compacts the folder', async () => {
    const { fs, reader } = await compactBeforeLastBatch(createSimulatedDisk());
    await reader.compact(true);
    expect(await dumpJournal(await openJournal({ dir, fs }))).toContain('version 1');
    expect(await dumpJournal(reader)).toContain('version 1');
  });
});
