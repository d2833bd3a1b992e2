import * as z from 'zod';

/** The description of an uploaded file. */
export const storedFileSchema = z.object({
  id: z.uuid(),
  name: z.string().meta({
    description: 'Last segment of the name that the client sent; never used as a path',
    examples: ['holiday.jpg'],
  }),
  size: z.int().nonnegative().meta({ description: 'Bytes' }),
  type: z.string().meta({ description: 'Media type that the client sent', examples: ['image/jpeg'] }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the content, in hexadecimal' }),
  createdAt: z.iso.datetime(),
  uploadedBy: z.string().meta({ description: 'The pod that acknowledged the upload' }),
});

export const uploadedFilesSchema = z.object({ files: z.array(storedFileSchema) });

export const filePageSchema = z.object({
  files: z.array(storedFileSchema).meta({ description: 'Newest first' }),
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last page' }),
});

const digestSchema = z.object({ size: storedFileSchema.shape.size, sha256: storedFileSchema.shape.sha256 });

/** The digest of the stored content, compared with the acknowledged one. */
export const fileVerificationSchema = z.object({
  id: z.uuid(),
  intact: z.boolean(),
  expected: digestSchema,
  actual: digestSchema.nullable().meta({ description: 'Null when the content is missing' }),
});

export type StoredFile = z.infer<typeof storedFileSchema>;
export type UploadedFiles = z.infer<typeof uploadedFilesSchema>;
export type FilePage = z.infer<typeof filePageSchema>;
export type FileVerification = z.infer<typeof fileVerificationSchema>;
