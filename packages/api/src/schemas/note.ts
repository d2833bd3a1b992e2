import * as z from 'zod';

/**
 * Text that every store returns unchanged. A Postgres `text` cannot contain U+0000, and a lone surrogate has no UTF-8
 * encoding: both are rejected, so that all stores make the same promise.
 */
const storableText = () =>
  z
    .string()
    .refine((text) => !text.includes('\0'), 'must not contain U+0000, which some stores cannot store')
    .refine((text) => text.isWellFormed(), 'must not contain a lone surrogate, which has no UTF-8 encoding');

/** A note as a client sends it. Strict, so that a misspelt field is an error instead of a silent loss. */
export const noteDraftSchema = z
  .strictObject({
    title: storableText()
      .min(1)
      .max(200)
      .meta({ examples: ['Groceries'] }),
    text: storableText()
      .max(100_000)
      .meta({ examples: ['bread, salt'] }),
  })
  .meta({
    description: 'The part of a note that the client sends. Lengths count UTF-16 code units; U+0000 is rejected.',
  });

/** A note as the service returns it. Open, so that clients accept the additional fields of later versions. */
export const noteSchema = z.object({
  id: z.uuid().meta({ description: 'A UUIDv7 when chosen by the service' }),
  ...noteDraftSchema.shape,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int().positive().meta({ description: 'Incremented by every change' }),
  writtenBy: z.string().meta({ description: 'The pod that acknowledged the last change' }),
});

export const notePageSchema = z.object({
  notes: z.array(noteSchema).meta({ description: 'Newest first' }),
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last page' }),
});

export type NoteDraft = z.infer<typeof noteDraftSchema>;
export type Note = z.infer<typeof noteSchema>;
export type NotePage = z.infer<typeof notePageSchema>;
