import {
  type FilePage,
  filePageSchema,
  type FileVerification,
  fileVerificationSchema,
  type StoredFile,
  storedFileSchema,
  uploadedFilesSchema,
} from '../schemas/file.ts';
import { type FileToUpload, createMultipartBody } from './multipart.ts';
import { paths } from '../paths.ts';
import { type FilesStorageReport, filesStorageReportSchema } from '../schemas/storage-report.ts';
import { type ClientOptions, createSend, queryString } from './transport.ts';

/** Every method throws ApiError for a response that is not a success. */
export interface FilesClient {
  /** Resolves once all files are on stable storage; returns them in the given order. */
  upload(files: FileToUpload[]): Promise<StoredFile[]>;
  list(page?: { limit?: number; cursor?: string }): Promise<FilePage>;
  /** Returns the content as a stream; `range` as in RFC 9110: "bytes=0-99". */
  content(id: string, range?: string): Promise<Response>;
  meta(id: string): Promise<StoredFile>;
  /** Makes the service read the content again and compare its digest. */
  verify(id: string): Promise<FileVerification>;
  delete(id: string): Promise<void>;
  storage(): Promise<FilesStorageReport>;
}

/** Creates a client of the uploader that validates each response by its schema. */
export function createFilesClient(options: ClientOptions): FilesClient {
  const send = createSend(options);
  const read = async (path: string): Promise<unknown> => (await send('GET', path)).json();
  return {
    upload: async (files) => {
      const response = await send('POST', paths.files, { body: createMultipartBody(files) });
      return uploadedFilesSchema.parse(await response.json()).files;
    },
    list: async ({ limit, cursor } = {}) =>
      filePageSchema.parse(await read(`${paths.files}${queryString({ limit, cursor })}`)),
    content: (id, range) => send('GET', paths.file(id), range ? { headers: { range } } : undefined),
    meta: async (id) => storedFileSchema.parse(await read(paths.fileMeta(id))),
    verify: async (id) => fileVerificationSchema.parse(await read(paths.fileVerification(id))),
    delete: async (id) => {
      await send('DELETE', paths.file(id));
    },
    storage: async () => filesStorageReportSchema.parse(await read(paths.storage)),
  };
}
