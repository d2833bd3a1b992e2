import * as z from 'zod';

const bytes = () => z.int().nonnegative();

/** The responding pod and its kind of storage. Fields are null outside a cluster or when not configured. */
export const placementSchema = z.object({
  pod: z.string(),
  namespace: z.string().nullable(),
  node: z.string().nullable(),
  kind: z.string().meta({ description: 'Kind of storage', examples: ['pvc', 'emptydir', 'unknown'] }),
  claim: z.string().nullable().meta({ description: 'PersistentVolumeClaim' }),
});

/** The volume of the data folder. Mount details are null where the system does not provide them (macOS). */
export const volumeSchema = z.object({
  path: z.string().meta({ description: 'Data folder' }),
  mountPoint: z.string().nullable(),
  fileSystem: z
    .string()
    .nullable()
    .meta({ examples: ['ext4', 'nfs4', 'tmpfs', 'overlay'] }),
  device: z.string().nullable(),
  bytesTotal: bytes(),
  bytesFree: bytes().meta({ description: 'Bytes that an unprivileged process can still write' }),
});

export const storeReportSchema = z.object({
  store: z.enum(['file', 'postgres', 'redis', 'memory']),
  acknowledgement: z.string().meta({
    description: 'Durability that an acknowledgement guarantees',
    examples: ['fdatasync before the answer', 'appendfsync=everysec'],
  }),
  location: z.string().meta({ description: 'Folder, or address of a server' }),
  notes: z.int().nonnegative(),
  bytes: bytes().nullable().meta({ description: 'Used by the notes; null when unknown' }),
  journals: z.int().nonnegative().optional(),
  tornLines: z.int().nonnegative().optional().meta({ description: 'Incomplete last lines discarded at the start' }),
  syncs: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'fdatasync calls of this process that acknowledged changes' }),
});

/** `GET /v1/storage` of the notes API. */
export const notesStorageReportSchema = placementSchema.extend({
  ...storeReportSchema.shape,
  volume: volumeSchema.nullable().meta({ description: 'Null when the notes are not in a folder of the pod' }),
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
