import * as z from 'zod';

const bytes = () => z.int().nonnegative();

/** Who answers, and on which kind of storage. Null: outside a cluster, or not told. */
export const placementSchema = z.object({
  pod: z.string(),
  namespace: z.string().nullable(),
  node: z.string().nullable(),
  kind: z.string().meta({ description: 'The kind of storage', examples: ['pvc', 'emptydir', 'unknown'] }),
  claim: z.string().nullable().meta({ description: 'The PersistentVolumeClaim' }),
});

/** What the data folder stands on. The mount is null where the system doesn't tell (macOS). */
export const volumeSchema = z.object({
  path: z.string().meta({ description: 'The data folder' }),
  mountPoint: z.string().nullable(),
  fileSystem: z
    .string()
    .nullable()
    .meta({ examples: ['ext4', 'nfs4', 'tmpfs', 'overlay'] }),
  device: z.string().nullable(),
  bytesTotal: bytes(),
  bytesFree: bytes().meta({ description: 'What a process without privileges may still write' }),
});

export const storeReportSchema = z.object({
  store: z.enum(['file', 'postgres', 'redis', 'memory']),
  acknowledgement: z.string().meta({
    description: 'What an acknowledgement means here',
    examples: ['fdatasync before the answer', 'appendfsync=everysec'],
  }),
  location: z.string().meta({ description: 'A folder, or the address of a server' }),
  notes: z.int().nonnegative(),
  bytes: bytes().nullable().meta({ description: 'Used by the notes; null when the store cannot tell' }),
  journals: z.int().nonnegative().optional(),
  tornLines: z.int().nonnegative().optional().meta({ description: 'Torn last lines dropped at the start' }),
  syncs: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'Calls of fdatasync by which this process has acknowledged changes' }),
});

/** `GET /v1/storage` of the notes API: where is my note? */
export const notesStorageReportSchema = placementSchema.extend({
  ...storeReportSchema.shape,
  volume: volumeSchema.nullable().meta({ description: 'Null when the notes are not in a folder of this pod' }),
});

/** `GET /v1/storage` of the uploader. */
export const filesStorageReportSchema = placementSchema.extend({
  files: z.int().nonnegative(),
  bytes: bytes().meta({ description: 'Used by the files' }),
  volume: volumeSchema,
});

export type Placement = z.infer<typeof placementSchema>;
export type NotesStorageReport = z.infer<typeof notesStorageReportSchema>;
export type FilesStorageReport = z.infer<typeof filesStorageReportSchema>;
