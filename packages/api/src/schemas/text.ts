import * as z from 'zod';

/**
 * Text that every store can give back unchanged. U+0000 is not for a Postgres `text`, and half a
 * surrogate pair has no UTF-8: refused everywhere, so that all stores promise the same.
 */
export const storableText = () =>
  z
    .string()
    .refine((text) => !text.includes('\0'), 'must not hold the character U+0000: not every store can keep it')
    .refine((text) => text.isWellFormed(), 'must not hold half a surrogate pair: it has no UTF-8');
