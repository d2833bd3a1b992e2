import { openMemoryStore } from './memory-store.ts';
import { describeStoreContract } from '../contract/store-contract.ts';

const inOneProcess = 'process memory is lost on exit and invisible to other stores';

describeStoreContract(
  'memory',
  { reopens: inOneProcess, shares: inOneProcess, serializes: inOneProcess },
  async () => ({ open: (author) => openMemoryStore({ author }), dispose: async () => {} }),
);
