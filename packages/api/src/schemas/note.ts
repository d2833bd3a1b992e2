import * as z from 'zod';
import { storableText } from './text.ts';

/** What a client sends: strict, so that a misspelt field is an error and not a silent loss. */
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
  .meta({ description: 'What a client says of a note. Lengths count UTF-16 units; U+0000 is refused.' });

/** What the service answers: open, so that a client goes on when a later version says more. */
export const noteSchema = z.object({
  id: z.uuid().meta({ description: 'A UUIDv7 where the service chose it' }),
  ...noteDraftSchema.shape,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int().positive().meta({ description: 'One higher with every change' }),
  writtenBy: z.string().meta({ description: 'The pod that acknowledged the last change' }),
});

export const notePageSchema = z.object({
  notes: z.array(noteSchema).meta({ description: 'Newest first' }),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null when this is the last' }),
});

export type NoteDraft = z.infer<typeof noteDraftSchema>;
export type Note = z.infer<typeof noteSchema>;
export type NotePage = z.infer<typeof notePageSchema>;
