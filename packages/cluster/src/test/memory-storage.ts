import { ClusterError } from '../cluster-error.ts';
import type { RunStorage } from '../run-record.ts';

/** Keeps the text of a run in memory, and every text that it has had. */
export function createMemoryStorage() {
  const texts: (string | null)[] = [];
  let version = 0;

  const current = () => texts.at(-1) ?? null;
  const keep = (text: string | null) => {
    texts.push(text);
    return String((version += 1));
  };
  function keepAfter(text: string | null, earlier: string): string {
    if (earlier !== String(version)) throw new ClusterError('busy', 'It is another by now.');
    return keep(text);
  }

  const storage: RunStorage = {
    create: async (text) => (current() === null ? keep(text) : null),
    async read() {
      const text = current();
      return text === null ? null : { text, version: String(version) };
    },
    write: async (text, earlier) => keepAfter(text, earlier),
    remove: async (earlier) => void keepAfter(null, earlier),
  };
  return { ...storage, texts };
}
