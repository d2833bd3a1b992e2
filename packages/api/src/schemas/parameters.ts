import * as z from 'zod';

/** Page size of the lists of notes and files: the default and the maximum. */
export const pageLimit = { default: 50, max: 500 } as const;

/** The query of a list. Strict: with a misspelt `cursor` a client would receive the first page for ever. */
export const pageQuerySchema = z.strictObject({
  limit: z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= pageLimit.max, {
      error: `Must be a whole number from 1 to ${pageLimit.max}, given once`,
    })
    .transform(Number)
    .default(pageLimit.default),
  cursor: z.string('Must be given once').optional(),
});

/** The id in a path, in lower case: UUIDs are case-insensitive, but stores compare text. */
export const idParametersSchema = z.object({ id: z.uuid('Must be a UUID').toLowerCase() });
