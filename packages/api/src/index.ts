export { ApiError } from './api-error.ts';
export { check, type Checked, type Issue } from './check.ts';
export {
  filePageSchema,
  fileVerificationSchema,
  storedFileSchema,
  uploadedFilesSchema,
  type FilePage,
  type FileVerification,
  type StoredFile,
  type UploadedFiles,
} from './file.ts';
export { createFilesClient, type FilesClient } from './files-client.ts';
export type { FileToUpload } from './multipart.ts';
export { noteDraftSchema, notePageSchema, noteSchema, type Note, type NoteDraft, type NotePage } from './note.ts';
export { createNotesClient, type NoteAnswer, type NotesClient, type PutConditions } from './notes-client.ts';
export { idParametersSchema, pageLimit, pageQuerySchema } from './parameters.ts';
export { paths } from './paths.ts';
export { problemSchema, type Invalidity, type Problem } from './problem.ts';
export {
  filesStorageReportSchema,
  notesStorageReportSchema,
  type FilesStorageReport,
  type NotesStorageReport,
  type Place,
} from './storage-report.ts';
export { type ClientOptions, type Fetch } from './transport.ts';
export { createUploadsClient, type UploadsClient } from './uploads-client.ts';
export { type OpenApiDocument } from './openapi/document.ts';
export { filesOpenApi } from './openapi/files.ts';
export { notesOpenApi } from './openapi/notes.ts';
