import { z } from 'zod';

/** What a client sends: strict, so that a misspelt field is an error and not a silent loss. */
export const noteDraftSchema = z.strictObject({
  title: z.string().min(1).max(200),
  text: z.string().max(100_000),
});

export const noteSchema = noteDraftSchema.extend({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int().positive(),
  writtenBy: z.string(),
});

export type NoteDraft = z.infer<typeof noteDraftSchema>;
export type Note = z.infer<typeof noteSchema>;
