import { createHash, type Hash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { errorCode, fileError, makeFolder, StorageError, syncFolder } from '@persistence-lab/durable';
import type { FreeSpace } from '../files/free-space.ts';
import { isId, notFound } from '../files/meta.ts';
import type { WriterFolder } from '../files/writer-folder.ts';
import { repeat } from '../repeat.ts';
import { type ActiveWrite, createActiveWrite } from './active-write.ts';
import { claim, claimComplete } from './claim.ts';
import { finishUpload, publish } from './finish-upload.ts';
import type { Hold } from './hold.ts';
import { idle, markName, none, type Part } from './mark.ts';
import { type Checksum, receivePart } from './receive-part.ts';
import { UploadError } from './upload-error.ts';
import { readDescription, readStanding, type UploadDescription, writeDescription } from './upload-folder.ts';

export interface UploadsOptions {
  /** The folder of the data. */
  readonly folder: string;
  readonly writer: WriterFolder;
  readonly space: FreeSpace;
  readonly uploadedBy: string;
  /** Milliseconds after which an upload whose holder gives no sign of life may be taken over. */
  readonly uploadLease: number;
  /** Milliseconds after its last byte at which an unfinished upload is removed. */
  readonly uploadExpiry: number;
  readonly maxUnfinished: number;
  /** Milliseconds for which the sender may send nothing. */
  readonly stallTimeout: number;
  /** Told of trouble in the background. */
  readonly onError: (error: unknown) => void;
  readonly observe: UploadObserver;
}

/** Told what happens to uploads, for the metrics. */
export interface UploadObserver {
  happened(event: 'created' | 'resumed' | 'finished' | 'expired' | 'terminated'): void;
  received(bytes: number, seconds: number): void;
}

/** An upload, finished or not. */
export interface Upload extends UploadDescription {
  /** So many bytes are on disk. */
  readonly offset: number;
  /** When bytes came last; milliseconds by the file system's clock. */
  readonly lastActivity: number;
}

export type Uploads = Awaited<ReturnType<typeof openUploads>>;

/** What this process wrote last of an upload. */
interface Own {
  readonly part: Part;
  /** Of all bytes so far, when all came through here. */
  hash: Hash | undefined;
}

/**
 * Unfinished uploads, one folder each in `uploads/`. Several processes may share it: see `mark.ts` for how
 * they agree on who goes on.
 */
export async function openUploads(options: UploadsOptions) {
  const {
    folder,
    writer,
    space,
    uploadedBy,
    uploadLease: lease,
    uploadExpiry,
    maxUnfinished,
    stallTimeout,
    onError,
    observe,
  } = options;
  const uploads = join(folder, 'uploads');
  const files = join(folder, 'files');
  await makeFolder(uploads);
  const own = new Map<string, Own>();
  const active = new Map<string, ActiveWrite>();

  const pathOf = (id: string): string => {
    if (!isId(id)) throw notFound(id);
    return join(uploads, id);
  };
  const ids = async () => (await readdir(uploads)).filter(isId);

  async function create(description: Omit<UploadDescription, 'createdAt'>): Promise<void> {
    if ((await ids()).length >= maxUnfinished) {
      throw new UploadError('too-many', `There are ${maxUnfinished} unfinished uploads already`);
    }
    await space.ensure(description.size);
    const path = writer.newPath();
    try {
      await mkdir(path, { recursive: true });
      await writeDescription(path, { ...description, createdAt: new Date().toISOString() });
      await writeFile(join(path, markName({ offset: 0, part: none, holder: idle, beat: 0 })), '');
      await syncFolder(path);
      await rename(path, pathOf(description.id));
      await syncFolder(uploads);
    } catch (error) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
      throw fileError('creating an upload', error);
    }
    observe.happened('created');
    if (description.size === 0) await finishIfComplete(description.id, description.size);
  }

  async function finish(id: string, hold: Hold, known: Hash | undefined): Promise<void> {
    // Reading gigabytes again takes its time.
    const stopBeating = repeat(hold.beat, lease / 3, () => undefined);
    try {
      await finishUpload(hold, known, { files, writer, uploadedBy });
    } finally {
      await stopBeating();
    }
    own.delete(id);
    observe.happened('finished');
  }

  /** Does what a killed process left undone of an upload whose bytes are all there. */
  async function finishIfComplete(id: string, size: number): Promise<void> {
    const path = pathOf(id);
    const standing = await readStanding(path);
    if (!standing) return;
    if (!standing.mark) return publish(path, join(files, id), files);
    if (standing.mark.offset < size) return;
    await active.get(id)?.done;
    const hold = await claimComplete(path, id, size, lease).catch(unlessGone);
    if (hold) await finish(id, hold, undefined);
  }

  async function find(id: string): Promise<Upload> {
    const path = pathOf(id);
    await active.get(id)?.ending;
    const description = await readDescription(path);
    if (description) {
      await finishIfComplete(id, description.size);
      const { mark } = (await readStanding(path)) ?? {};
      // Whoever moved the mark may not have synced it yet.
      await syncFolder(path).catch(unlessGone);
      const { mtimeMs } = (await stat(path).catch(unlessGone)) ?? {};
      if (mark && mtimeMs !== undefined) return { ...description, offset: mark.offset, lastActivity: mtimeMs };
    }
    const finished = await readDescription(join(files, id));
    if (!finished) throw notFound(id);
    return { ...finished, offset: finished.size, lastActivity: Date.now() };
  }

  async function write(id: string, offset: number, source: Readable, checksum?: Checksum): Promise<number> {
    const path = pathOf(id);
    await makeWay(active.get(id), lease);
    if (active.has(id)) throw new UploadError('locked', 'Another request is at this upload');
    const mine = createActiveWrite(source, stallTimeout);
    active.set(id, mine);
    try {
      const description = await readDescription(path);
      if (!description) throw notFound(id);
      const { hold, part } = await claim(path, id, offset, { lease, own: own.get(id)?.part });
      return await writeHeld({
        id,
        size: description.size,
        hold,
        part,
        source: mine.source,
        checksum,
        signal: mine.signal,
      });
    } finally {
      active.delete(id);
      mine.end();
    }
  }

  async function writeHeld({ id, size, hold, part, source, checksum, signal }: HeldWrite): Promise<number> {
    const started = performance.now();
    const { offset } = hold.mark;
    const before = own.get(id)?.part.id === part.id ? own.get(id)?.hash : undefined;
    const hash = offset === 0 ? createHash('sha256') : before?.copy();
    // Until it has gone well: of a part that could not be synced nobody knows what it holds.
    own.delete(id);
    if (offset > 0) observe.happened('resumed');
    try {
      const checkSpace = () => space.ensure(0);
      const { bytes, failure } = await receivePart(source, { hold, part, hash, checksum, checkSpace, lease, signal });
      observe.received(bytes, (performance.now() - started) / 1000);
      // What a failed write left behind the mark is written over; but the hash has seen it.
      own.set(id, { part, hash: failure instanceof StorageError ? undefined : hash });
      if (offset + bytes === size) await finish(id, hold, hash);
      else if (failure) throw failure;
      else await hold.release();
      return offset + bytes;
    } catch (error) {
      if (error instanceof UploadError && error.code === 'checksum-mismatch') own.set(id, { part, hash: before });
      await hold.release().catch(() => undefined);
      throw error;
    }
  }

  /** Gone with all its bytes when it resolves; whoever is writing is told so. */
  async function remove(id: string, event: 'terminated' | 'expired' = 'terminated'): Promise<void> {
    const taken = await writer.takeAway(pathOf(id));
    if (!taken) throw notFound(id);
    own.delete(id);
    await syncFolder(uploads);
    observe.happened(event);
    await rm(taken, { recursive: true, force: true }).catch(onError);
  }

  async function tend(id: string, now: number): Promise<void> {
    const path = pathOf(id);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs > uploadExpiry) return remove(id, 'expired');
    if (active.has(id)) return;
    const description = await readDescription(path);
    if (description) await finishIfComplete(id, description.size).catch(unlessLocked);
  }

  async function tendAll(): Promise<void> {
    const now = await writer.now();
    const there = await ids();
    for (const id of there) await tend(id, now).catch(unlessGone).catch(onError);
    for (const id of own.keys()) if (!there.includes(id)) own.delete(id);
  }

  const isUnfinished = async (id: string): Promise<boolean> => (await readDescription(pathOf(id))) !== undefined;

  const stopTending = repeat(tendAll, Math.max(10, Math.min(uploadExpiry / 4, 60_000)), onError);
  return { create, find, isUnfinished, write, remove, tend: tendAll, close: stopTending };
}

interface HeldWrite {
  readonly id: string;
  readonly size: number;
  readonly hold: Hold;
  readonly part: Part;
  readonly source: Readable;
  readonly checksum: Checksum | undefined;
  readonly signal: AbortSignal;
}

/** A request from which nothing came for a lease has lost its client; one that has ended is done soon. */
async function makeWay(other: ActiveWrite | undefined, lease: number): Promise<void> {
  if (!other) return;
  if (other.silence > lease) other.cancel();
  else if (!other.ending) throw new UploadError('locked', 'Another request is at this upload');
  await other.done;
}

function unlessGone(error: unknown): undefined {
  if (error instanceof StorageError && error.code === 'not-found') return undefined;
  if (errorCode(error) === 'ENOENT') return undefined;
  throw error;
}

function unlessLocked(error: unknown): void {
  if (!(error instanceof UploadError && error.code === 'locked')) throw error;
}
