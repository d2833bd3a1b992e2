import type { Journal } from '../journal/journal.ts';

/** The latest change of every key, read from disk, as text to compare. */
export async function dumpJournal(journal: Journal): Promise<string> {
  const slots = Array.from({ length: journal.index.size }, (_, slot) => slot).filter(
    (slot) => journal.index.version(slot) > 0,
  );
  const changes = await journal.read(slots);
  return changes
    .map(({ key, version, time, value }) => JSON.stringify({ key, version, time, value }))
    .toSorted()
    .join('\n');
}
