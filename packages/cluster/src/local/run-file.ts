import { open, readFile, rename, rm } from 'node:fs/promises';
import { ClusterError } from '../cluster-error.ts';
import type { RunStorage } from '../run-record.ts';

/** Keeps the record of a run in a file: whole and on disk, whenever we are killed. A text is its own version. */
export function createRunFile(file: string): RunStorage {
  async function read(): Promise<string | null> {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }
  async function requireVersion(version: string): Promise<void> {
    if ((await read()) === version) return;
    throw new ClusterError('busy', 'Somebody else has put back this run meanwhile: stop here, and begin another.');
  }

  return {
    async create(text) {
      if ((await read()) !== null) return null;
      await writeSynced(file, text);
      return text;
    },
    async read() {
      const text = await read();
      return text === null ? null : { text, version: text };
    },
    async write(text, version) {
      await requireVersion(version);
      await writeSynced(file, text);
      return text;
    },
    async remove(version) {
      await requireVersion(version);
      await rm(file);
    },
  };
}

// one process at a time has the folder: between a look and a write nobody else writes
async function writeSynced(file: string, text: string): Promise<void> {
  const draft = await open(`${file}.new`, 'w');
  try {
    await draft.writeFile(text);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${file}.new`, file);
}
