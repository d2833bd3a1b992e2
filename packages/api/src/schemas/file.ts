import * as z from 'zod';

/** An uploaded file, as the uploader describes it. */
export const storedFileSchema = z.object({
  id: z.uuid(),
  name: z
    .string()
    .meta({ description: 'The last part of what the client sent: data, never a path', examples: ['holiday.jpg'] }),
  size: z.int().nonnegative().meta({ description: 'Bytes' }),
  type: z.string().meta({ description: 'The media type that the client sent', examples: ['image/jpeg'] }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'Of the content, in hexadecimal' }),
  createdAt: z.iso.datetime(),
  uploadedBy: z.string().meta({ description: 'The pod that acknowledged the upload' }),
});

export const uploadedFilesSchema = z.object({ files: z.array(storedFileSchema) });

export const filePageSchema = z.object({
  files: z.array(storedFileSchema).meta({ description: 'Newest first' }),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null when this is the last' }),
});

const digestSchema = z.object({ size: storedFileSchema.shape.size, sha256: storedFileSchema.shape.sha256 });

/** The content read again, beside what was acknowledged. */
export const fileVerificationSchema = z.object({
  id: z.uuid(),
  intact: z.boolean(),
  expected: digestSchema,
  actual: digestSchema.nullable().meta({ description: 'Null when there is no content at all' }),
});

export type StoredFile = z.infer<typeof storedFileSchema>;
export type UploadedFiles = z.infer<typeof uploadedFilesSchema>;
export type FilePage = z.infer<typeof filePageSchema>;
export type FileVerification = z.infer<typeof fileVerificationSchema>;
