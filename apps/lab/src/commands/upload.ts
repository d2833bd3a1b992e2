import { createUploadsClient } from '@persistence-lab/api';
import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit.ts';
import { type LocalFile, openLocalFile } from '../upload/local-file.ts';
import { createProgress, formatBytes } from '../upload/progress.ts';
import { createUnfinishedUploads, stateFolder } from '../upload/unfinished-uploads.ts';
import { uploadFile } from '../upload/upload-file.ts';
import { UploadFailure } from '../upload/upload-failure.ts';

interface Flags {
  readonly to: string;
  readonly restart: boolean;
  readonly patience: number;
  readonly chunk: number;
}

const unfinished = createUnfinishedUploads(stateFolder());

/** `lab upload`: a file of any size, through interruptions of either side. */
export function addUpload(program: Command): void {
  program
    .command('upload')
    .description('Send a file to an uploader; called again after an interruption it goes on where it was.')
    .argument('<file>', 'a file of any size')
    .requiredOption('--to <url>', 'address of the uploader, such as http://localhost:8080', readAddress)
    .option('--restart', 'begin anew instead of going on with what an earlier call began', false)
    .option('--patience <seconds>', 'how long to go on trying while nothing goes through', readSeconds, 600)
    .option('--chunk <MiB>', 'bytes of one request, in MiB', readChunk, 16)
    .addHelpText('after', exits)
    .action(run);
}

const exits = `
Examples:
  npm run lab -- upload film.mkv --to http://localhost:8080
  npm run lab -- upload film.mkv --to http://localhost:8080 --restart

Ends with 0 when the file is there with its SHA-256, 1 when the server has lost what it had of it or has other
bytes, 2 when it could not be sent, 130 after Ctrl-C.`;

async function run(path: string, { to, restart, patience, chunk }: Flags): Promise<void> {
  const file = await openLocalFile(path);
  const progress = createProgress(file.size, process.stderr, 'en');
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Interrupted());
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (restart) await forget(file, to);
    const { signal } = controller;
    const times = { timeout: patience * 1000, chunkSize: chunk * 1024 * 1024 };
    const { id, sha256, size } = await uploadFile({ ...times, file, to, unfinished, signal, progress, language: 'en' });
    progress.end();
    console.log(`${file.name}: ${formatBytes(size, 'en')}, SHA-256 ${sha256}\n${to}/v1/files/${id}`);
  } catch (error) {
    progress.end();
    // What an abort makes of its reason depends on where it comes: a wait wraps it.
    process.exitCode = explain(controller.signal.aborted ? new Interrupted() : error, to);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await file.close();
  }
}

class Interrupted extends Error {}

/** Says what happened; gives the exit code. Throws what it has nothing to say about. */
function explain(error: unknown, to: string): number {
  if (error instanceof Interrupted) {
    console.error('Interrupted. The same command goes on from here.');
    return exitCodes.interrupted;
  }
  if (!(error instanceof UploadFailure)) throw error;
  if (error.reason === 'gone') {
    console.error(`The upload is gone: the storage of ${to} did not keep it (or it expired, or was deleted);`);
    console.error(`${error.message}. To begin anew: --restart`);
    return exitCodes.differs;
  }
  if (error.reason === 'different') {
    console.error(`${error.message}. To send it anew: --restart`);
    return exitCodes.differs;
  }
  const again = error.reason === 'unreachable' ? ' The same command goes on from here.' : '';
  console.error(`${to} did not take the whole file: ${error.message}.${again}`);
  return exitCodes.couldNotRun;
}

/** Also there, if it can be: an upload that nobody goes on with holds space. */
async function forget(file: LocalFile, to: string): Promise<void> {
  const known = await unfinished.find(file.path, to);
  if (!known) return;
  await createUploadsClient({ baseUrl: to })
    .remove(known.id)
    .catch(() => undefined);
  await unfinished.remove(file.path, to);
}

function readAddress(text: string): string {
  const url = URL.parse(text);
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.search && !url.hash)
    return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError('It is no address such as http://localhost:8080.');
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It is no number of seconds from 0 to 86400.');
}

function readChunk(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number from 1 to 9999.');
}
