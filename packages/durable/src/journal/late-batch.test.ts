import { describe, expect, it } from 'vitest';
import { type FileSystem, writeAll } from '../file-system.ts';
import { type SimulatedDisk, createSimulatedDisk } from '../simulation/simulated-disk.ts';
import { standing } from '../simulation/standing.ts';
import { encodeChange, prepareChange } from './change.ts';
import { headerLine } from './format.ts';
import { openJournal } from './journal.ts';

const dir = '/notes';
const dead = 'd'.repeat(16);

/** A line of the writer that dies. */
function line(version: number, synced: number): Buffer {
  const key = '00000000-0000-4000-8000-000000000001';
  const change = { key, version, created: 1, time: version, writer: dead, value: { text: `version ${version}` } };
  return Buffer.from(encodeChange(prepareChange(change), synced));
}

/** The file system as it is, but `late` happens before a snapshot gets its name: its files have been read by then. */
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
 * A writer acknowledged version 1. Its journal is sealed and read by a merge; then it writes version 2
 * there, which a reader sees, and dies before it could look for its file and write it again.
 */
async function mergeBeforeTheLastBatch(disk: SimulatedDisk) {
  const fs = disk.mount();
  const reader = await openJournal({ dir, fs });
  const handle = await fs.open(`${dir}/${dead}-0.journal`, 'ax+');
  const first = Buffer.concat([Buffer.from(headerLine('journal')), line(1, 0)]);
  await writeAll(handle, first);
  await reader.refresh();
  const seen: string[] = [];
  const merging = beforePublishing(fs, async () => {
    await writeAll(handle, line(2, first.length));
    await reader.refresh();
    seen.push(await standing(reader));
  });
  const compactor = await openJournal({ dir, fs: merging });
  expect(await compactor.compact(true)).toBe(true);
  expect(seen[0], 'the reader saw it').toContain('version 2');
  return { fs, reader, compactor };
}

describe('a batch that comes after its file was merged, of a writer that dies', () => {
  it('is forgotten by who read it, when the file is gone', async () => {
    const { fs, reader, compactor } = await mergeBeforeTheLastBatch(createSimulatedDisk());
    await reader.refresh();
    expect(await standing(reader)).toContain('version 1');
    expect(await standing(compactor)).toContain('version 1');
    expect(await standing(await openJournal({ dir, fs }))).toContain('version 1');
    expect(reader.describe().keys).toBe(1);
  });

  it('does not make its reader unready', async () => {
    const { reader } = await mergeBeforeTheLastBatch(createSimulatedDisk());
    await reader.refresh();
    await expect(reader.probe()).resolves.toBeUndefined();
  });

  it('takes nothing acknowledged with it when its reader merges', async () => {
    const { fs, reader } = await mergeBeforeTheLastBatch(createSimulatedDisk());
    await reader.compact(true);
    expect(await standing(await openJournal({ dir, fs }))).toContain('version 1');
    expect(await standing(reader)).toContain('version 1');
  });
});
