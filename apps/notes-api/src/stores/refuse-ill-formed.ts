import type { NoteDraft } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';

/**
 * For stores behind UTF-8: it has no lone surrogates, so an encoder silently puts U+FFFD in their
 * place and the note would come back changed.
 */
export function requireWellFormed({ title, text }: NoteDraft): void {
  if (!title.isWellFormed() || !text.isWellFormed()) {
    throw new StorageError('invalid', 'the note holds half of a surrogate pair, which is no text in UTF-8');
  }
}
