import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore } from './file-store.ts';
import { describeStoreContract } from '../contract/store-contract.ts';

const logger = { warn: () => undefined };
const serializes =
  'each process checks preconditions against what it has read; of concurrent changes the higher version wins';

describeStoreContract('file', { reopens: true, shares: true, serializes }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'notes-'));
  return {
    open: (author) => openFileStore({ dir, author, logger }),
    dispose: () => rm(dir, { recursive: true }),
  };
});
