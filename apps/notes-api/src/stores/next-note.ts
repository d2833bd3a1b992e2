import type { Note, NoteDraft } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';

/** The writer of changes and its clock; injected, so that tests control both. */
export interface Author {
  readonly writtenBy: string;
  /** milliseconds since the epoch */
  readonly now: () => number;
}

/** Applies a change to the current note: increments its version, and never moves `updatedAt` backwards. */
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

/**
 * Rejects lone surrogates, for stores that encode text as UTF-8: the encoder would silently replace them by U+FFFD, so
 * the note would be returned changed.
 */
export function requireWellFormed({ title, text }: NoteDraft): void {
  if (!title.isWellFormed() || !text.isWellFormed()) {
    throw new StorageError('invalid', 'the note contains a lone surrogate, which UTF-8 cannot encode');
  }
}
