import type { Hash } from 'node:crypto';
import type { FreeSpace } from '../files/free-space.ts';
import type { WriterFolder } from '../files/writer-folder.ts';
import type { ActiveWrites } from './active-write.ts';
import type { Part } from './parts/part.ts';
import type { UploadMetrics } from './upload-metrics.ts';

export interface UploadsOptions {
  /** The data directory. */
  readonly folder: string;
  readonly writer: WriterFolder;
  readonly space: FreeSpace;
  readonly uploadedBy: string;
  /** Milliseconds without a heartbeat after which another process may take over an upload. */
  readonly uploadLease: number;
  /** Milliseconds after its last byte at which an unfinished upload is removed. */
  readonly uploadExpiry: number;
  readonly maxUnfinished: number;
  /** Milliseconds without a byte after which a write fails. */
  readonly stallTimeout: number;
  /** Called with errors of background work. */
  readonly onError: (error: unknown) => void;
  readonly metrics: UploadMetrics;
}

/** The part of an upload that this process wrote last. */
export interface WrittenPart {
  readonly part: Part;
  /** Of all bytes of the upload so far; undefined when another process wrote some of them. */
  readonly hash: Hash | undefined;
}

/** What the operations on uploads share: options, folders and the state of this process. */
export interface UploadContext extends UploadsOptions {
  /** The folder of the unfinished uploads. */
  readonly uploads: string;
  /** The folder of the published files. */
  readonly files: string;
  readonly active: ActiveWrites;
  readonly writtenParts: Map<string, WrittenPart>;
}
