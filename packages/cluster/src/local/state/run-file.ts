import { open, readFile, rename, rm } from 'node:fs/promises';
import { runChanged, type RunStorage } from '../../runs/run-record.ts';

/** Stores a run in a file, atomically and synced to disk. The text is its own version. */
export function createRunFile(file: string): RunStorage {
  async function read(): Promise<string | null> {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }
  async function requireVersion(version: string): Promise<void> {
    if ((await read()) === version) return;
    throw runChanged();
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

// the folder belongs to one process: no other writes between the read and the write
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
