import { lastPart } from '../file-name.ts';

export type UploadMetadata = Readonly<Record<string, string | null>>;

// The keys that tus-js-client, Uppy and others use.
export const originalName = (metadata: UploadMetadata): string =>
  lastPart(metadata['filename'] ?? metadata['name'] ?? '') || 'unnamed';

export const fileType = (metadata: UploadMetadata): string =>
  metadata['filetype'] || metadata['type'] || 'application/octet-stream';
