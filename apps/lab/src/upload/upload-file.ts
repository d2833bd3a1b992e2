import { ApiError, createFilesClient, createUploadsClient, type StoredFile } from '@persistence-lab/api';
import { CannotRun } from '@persistence-lab/language';
import type { BegunUpload, BegunUploads } from './begun-uploads.ts';
import { keepTrying } from './keep-trying.ts';
import type { LocalFile } from './local-file.ts';
import { formatBytes, type Progress } from './progress.ts';
import { transfer } from './transfer.ts';
import { failureOf, UploadFailure } from './upload-failure.ts';

export interface UploadOptions {
  readonly file: LocalFile;
  /** The address of an uploader, without a slash at its end. */
  readonly to: string;
  readonly begun: BegunUploads;
  /** Milliseconds for which to go on trying without progress. */
  readonly patience: number;
  readonly chunkSize: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

const stallAfter = 20_000;

/**
 * Sends a file, from where an earlier call was interrupted, through however many lives of the server. When it
 * resolves the server has the file on disk with the SHA-256 that it has here.
 *
 * @throws CannotRun; UploadFailure
 */
export async function uploadFile(options: UploadOptions): Promise<StoredFile> {
  const { file, to, begun, signal, progress } = options;
  const { id } = (await goOn(options)) ?? (await begin(options));
  const persist = <T>(attempt: (progressed: () => void) => Promise<T>) =>
    keepTrying(attempt, {
      ...options,
      onRetry: (failure, wait) => progress.say(`${failure.message}: trying again in ${wait / 1000} s`),
    });
  const url = createUploadsClient({ baseUrl: to }).url(id);
  await persist(async (progressed) => {
    await file.ensureUnchanged();
    await transfer({ ...options, url, stallAfter, onSent: progress.at, onTold: progressed });
  });
  progress.say('All has arrived: comparing SHA-256 ...');
  const client = createFilesClient({ baseUrl: to });
  const [stored, sha256] = await Promise.all([
    persist(() => client.meta(id).catch(rethrow)),
    hashUnchanged(file, signal),
  ]);
  if (stored.sha256 !== sha256) {
    throw new UploadFailure('different', `What arrived differs: SHA-256 ${stored.sha256} there, ${sha256} here`);
  }
  await begun.forget(file.path, to);
  return stored;
}

async function goOn({ file, to, begun, progress }: UploadOptions): Promise<BegunUpload | undefined> {
  const known = await begun.find(file.path, to);
  if (!known) return undefined;
  if (known.size !== file.size || known.modified !== file.modified) {
    throw new CannotRun(`${file.path} was changed after its upload began. To send it as it is now: --restart`);
  }
  progress.say(`Going on with the upload ${known.id} that an earlier call began`);
  return known;
}

async function begin({ file, to, begun, signal, progress }: UploadOptions): Promise<BegunUpload> {
  const { size, modified, name } = file;
  const client = createUploadsClient({ baseUrl: to, fetch: (url, init) => fetch(url, { ...init, signal }) });
  const id = await client.create({ size, name }).catch((error: unknown) => {
    throw cannotBegin(to, error);
  });
  const upload = { file: file.path, size, modified, to, id };
  await begun.keep(upload);
  progress.say(`Sending ${name}, ${formatBytes(size)}, as upload ${id}`);
  return upload;
}

function cannotBegin(to: string, error: unknown): unknown {
  const failure = failureOf(error);
  if (!(failure instanceof UploadFailure)) return failure;
  const problem = failure.cause instanceof ApiError && ![404, 405].includes(failure.cause.status);
  const what = problem ? `${to} does not take the file` : `There is no uploader at ${to}`;
  return new CannotRun(`${what}: ${failure.message}.`, { cause: failure });
}

/** @throws CannotRun when it was written to while it was sent, or is now */
async function hashUnchanged(file: LocalFile, signal: AbortSignal): Promise<string> {
  const sha256 = await file.sha256(signal);
  await file.ensureUnchanged();
  return sha256;
}

function rethrow(error: unknown): never {
  throw failureOf(error);
}
