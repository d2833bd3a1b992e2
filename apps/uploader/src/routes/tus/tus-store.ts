import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import type { Checksum } from '../../uploads/parts/receive-part.ts';
import type { Uploads } from '../../uploads/uploads.ts';
import { fileType, originalName } from './tus-headers.ts';

/** Adapts the uploads to the interface that the tus server expects of a store. */
export class TusStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  /** The library does not pass request headers to its store. */
  readonly #checksums = new AsyncLocalStorage<Checksum | undefined>();
  readonly #uploads: Uploads;
  readonly #expiry: number;

  constructor(uploads: Uploads, expiry: number) {
    super();
    this.#uploads = uploads;
    this.#expiry = expiry;
  }

  /** Verifies what `handle` writes against the checksum. */
  withChecksum<T>(checksum: Checksum | undefined, handle: () => Promise<T>): Promise<T> {
    return this.#checksums.run(checksum, handle);
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size = 0, metadata = {} } = upload;
    await this.#uploads.create({ id, size, metadata, name: originalName(metadata), type: fileType(metadata) });
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, offset, metadata, lastActivity } = await this.#uploads.find(id);
    // Uploads expire relative to their last byte, in the library relative to their creation.
    const creation_date = new Date(lastActivity).toISOString();
    return new Upload({ id, size, offset, ...(Object.keys(metadata).length > 0 && { metadata }), creation_date });
  }

  override write(source: Readable, id: string, offset: number): Promise<number> {
    return this.#uploads.write(id, offset, source, this.#checksums.getStore());
  }

  override remove(id: string): Promise<void> {
    return this.#uploads.remove(id);
  }

  override getExpiration(): number {
    return this.#expiry;
  }
}
