import { openMemoryStore } from './memory-store.ts';
import { describeStoreContract } from '../contract/store-contract.ts';

const inOneProcess = 'the memory of a process is gone with it, and no other store can see it';

describeStoreContract(
  'memory',
  { reopens: inOneProcess, shares: inOneProcess, serializes: inOneProcess },
  async () => ({ open: (author) => openMemoryStore({ author }), dispose: async () => {} }),
);
