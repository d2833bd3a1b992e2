import { ApiError, createFilesClient, createUploadsClient, type StoredFile } from '@persistence-lab/api';
import { formatDuration, type Language, UserError } from '@persistence-lab/language';
import type { LocalFile } from './local-file.ts';
import { formatBytes, type Progress } from './progress.ts';
import { retry } from './retry.ts';
import { transfer } from './transfer.ts';
import type { UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads.ts';
import { failureOf, UploadFailure } from './upload-failure.ts';

export interface UploadOptions {
  readonly file: LocalFile;
  /** The URL of an uploader, without a trailing slash. */
  readonly to: string;
  readonly unfinished: UnfinishedUploads;
  /** Milliseconds without progress after which the upload fails. */
  readonly timeout: number;
  readonly chunkSize: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The language of the lines that `progress` prints. */
  readonly language: Language;
}

const stallTimeout = 20_000;

/**
 * Sends a file. Resumes an unfinished upload of an earlier call, and retries when the server restarts. When it
 * resolves, the server has the file on disk with the SHA-256 of the local file.
 *
 * @throws UserError; UploadFailure
 */
export async function uploadFile(options: UploadOptions): Promise<StoredFile> {
  const { file, to, unfinished, signal, progress, language } = options;
  const { id } = (await resume(options)) ?? (await create(options));
  const withRetries = <T>(attempt: (progressed: () => void) => Promise<T>) =>
    retry(attempt, {
      ...options,
      onRetry: (failure, wait) => {
        const duration = formatDuration(wait, language);
        const next = { en: `trying again in ${duration}`, 'pt-BR': `nova tentativa em ${duration}` };
        progress.print(`${failure.text[language]}: ${next[language]}`);
      },
    });
  const url = createUploadsClient({ baseUrl: to }).url(id);
  await withRetries(async (progressed) => {
    await file.ensureUnchanged();
    await transfer({ ...options, url, stallTimeout, onSent: progress.update, onAcknowledged: progressed });
  });
  const comparing = {
    en: 'All bytes have arrived: comparing SHA-256 ...',
    'pt-BR': 'Todos os bytes chegaram: comparando o SHA-256 ...',
  };
  progress.print(comparing[language]);
  const client = createFilesClient({ baseUrl: to });
  const [stored, sha256] = await Promise.all([
    withRetries(() => client.meta(id).catch(rethrow)),
    hashUnchanged(file, signal),
  ]);
  if (stored.sha256 !== sha256)
    throw new UploadFailure('different', {
      en: `What arrived differs: SHA-256 ${stored.sha256} there, ${sha256} here`,
      'pt-BR': `O que chegou é diferente: SHA-256 ${stored.sha256} lá, ${sha256} aqui`,
    });
  await unfinished.remove(file.path, to);
  return stored;
}

async function resume(options: UploadOptions): Promise<UnfinishedUpload | undefined> {
  const { file, to, unfinished, progress, language } = options;
  const known = await unfinished.find(file.path, to);
  if (!known) return undefined;
  if (known.size !== file.size || known.modified !== file.modified)
    throw new UserError({
      en: `${file.path} was changed after its upload began. To send it as it is now: --restart`,
      'pt-BR': `${file.path} mudou depois que o envio começou. Para enviar como está agora: --restart`,
    });
  const line = {
    en: `Resuming upload ${known.id} of an earlier call`,
    'pt-BR': `Retomando o envio ${known.id} de uma chamada anterior`,
  };
  progress.print(line[language]);
  return known;
}

async function create(options: UploadOptions): Promise<UnfinishedUpload> {
  const { file, to, unfinished, signal, progress, language } = options;
  const { size, modified, name } = file;
  const client = createUploadsClient({ baseUrl: to, fetch: (url, init) => fetch(url, { ...init, signal }) });
  const id = await client.create({ size, name }).catch((error: unknown) => {
    throw creationError(to, error);
  });
  const upload = { file: file.path, size, modified, to, id };
  await unfinished.save(upload);
  const bytes = formatBytes(size, language);
  const line = { en: `Sending ${name}, ${bytes}, as upload ${id}`, 'pt-BR': `Enviando ${name}, ${bytes}, como ${id}` };
  progress.print(line[language]);
  return upload;
}

function creationError(to: string, error: unknown): unknown {
  const failure = failureOf(error);
  if (!(failure instanceof UploadFailure)) return failure;
  const isUploader = failure.cause instanceof ApiError && ![404, 405].includes(failure.cause.status);
  const what = isUploader
    ? { en: `${to} does not take the file`, 'pt-BR': `${to} não aceita o arquivo` }
    : { en: `There is no uploader at ${to}`, 'pt-BR': `Não há um uploader em ${to}` };
  const { text } = failure;
  return new UserError(
    { en: `${what.en}: ${text.en}.`, 'pt-BR': `${what['pt-BR']}: ${text['pt-BR']}.` },
    { cause: failure },
  );
}

/** @throws UserError when the file has changed since it was opened */
async function hashUnchanged(file: LocalFile, signal: AbortSignal): Promise<string> {
  const sha256 = await file.sha256(signal);
  await file.ensureUnchanged();
  return sha256;
}

function rethrow(error: unknown): never {
  throw failureOf(error);
}
