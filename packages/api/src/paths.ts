/** Paths of the resources of both services. */
export const paths = {
  notes: '/v1/notes',
  note: (id: string) => `/v1/notes/${encodeURIComponent(id)}`,
  files: '/v1/files',
  file: (id: string) => `/v1/files/${encodeURIComponent(id)}`,
  fileMeta: (id: string) => `/v1/files/${encodeURIComponent(id)}/meta`,
  fileVerification: (id: string) => `/v1/files/${encodeURIComponent(id)}/verify`,
  uploads: '/v1/uploads',
  upload: (id: string) => `/v1/uploads/${encodeURIComponent(id)}`,
  storage: '/v1/storage',
} as const;
