import type { Journal } from '../journal/journal.ts';

/** What stands for every key, as text to compare: read from disk, not from the index. */
export async function standing(journal: Journal): Promise<string> {
  const slots = Array.from({ length: journal.index.size }, (_, slot) => slot).filter(
    (slot) => journal.index.version(slot) > 0,
  );
  const changes = await journal.read(slots);
  return changes
    .map(({ key, version, time, value }) => JSON.stringify({ key, version, time, value }))
    .toSorted()
    .join('\n');
}
