import * as z from 'zod';

/** How many notes or files a page may hold, and does when the client doesn't say. */
export const pageLimit = { default: 50, max: 500 } as const;

/** The query of a list. Strict: behind a misspelt `cursor` the first page would come for ever. */
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

/** The id in a path. UUIDs are the same in either case, and stores compare text: one spelling for each. */
export const idParametersSchema = z.object({ id: z.uuid('Must be a UUID').toLowerCase() });
