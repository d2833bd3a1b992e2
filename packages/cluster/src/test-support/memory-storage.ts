import { runChanged, type RunStorage } from '../runs/run-record.ts';

/** Stores the text of a run in memory; `texts` has all that were written. */
export function createMemoryStorage() {
  const texts: (string | null)[] = [];
  let version = 0;

  const current = () => texts.at(-1) ?? null;
  const keep = (text: string | null) => {
    texts.push(text);
    return String((version += 1));
  };
  function keepAfter(text: string | null, earlier: string): string {
    if (earlier !== String(version)) throw runChanged();
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
