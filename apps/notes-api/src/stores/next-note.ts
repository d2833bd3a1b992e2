import type { Note, NoteDraft } from '@persistence-lab/api';

/** Who writes, and when: given to every store, so that tests can choose both. */
export interface Author {
  readonly writtenBy: string;
  /** milliseconds since the epoch */
  readonly now: () => number;
}

/** The note that a change makes of the current one: one version higher, never older than it. */
export function nextNote(id: string, draft: NoteDraft, current: Note | undefined, author: Author): Note {
  const now = new Date(author.now()).toISOString();
  const updatedAt = current && current.updatedAt > now ? current.updatedAt : now;
  return {
    id,
    title: draft.title,
    text: draft.text,
    createdAt: current?.createdAt ?? now,
    updatedAt,
    version: (current?.version ?? 0) + 1,
    writtenBy: author.writtenBy,
  };
}
