export { check, type Checked, type Issue } from './schemas/check.ts';
export {
  filePageSchema,
  fileVerificationSchema,
  storedFileSchema,
  uploadedFilesSchema,
  type FilePage,
  type FileVerification,
  type StoredFile,
  type UploadedFiles,
} from './schemas/file.ts';
export { createFilesClient, type FilesClient } from './clients/files-client.ts';
export type { FileToUpload } from './clients/multipart.ts';
export {
  noteDraftSchema,
  notePageSchema,
  noteSchema,
  type Note,
  type NoteDraft,
  type NotePage,
} from './schemas/note.ts';
export { createNotesClient, type NoteResponse, type NotesClient, type PutConditions } from './clients/notes-client.ts';
export { idParametersSchema, pageLimit, pageQuerySchema } from './schemas/parameters.ts';
export { paths } from './paths.ts';
export { problemSchema, type FieldError, type Problem } from './schemas/problem.ts';
export {
  filesStorageReportSchema,
  notesStorageReportSchema,
  type FilesStorageReport,
  type NotesStorageReport,
  type Placement,
} from './schemas/storage-report.ts';
export { ApiError, type ClientOptions, type Fetch } from './clients/transport.ts';
export { createUploadsClient, type UploadsClient } from './clients/uploads-client.ts';
export { type OpenApiDocument } from './openapi/document.ts';
export { filesOpenApi } from './openapi/files.ts';
export { notesOpenApi } from './openapi/notes.ts';
