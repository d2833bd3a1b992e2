import { createUploadsClient } from '@persistence-lab/api';
import { InvalidArgumentError } from 'commander';
import type { Language, Text } from '@persistence-lab/language';
import { exitCodes } from '../exit.ts';
import { wholeNumber } from '../option-values.ts';
import { type LocalFile, openLocalFile } from '../upload/local-file.ts';
import { createProgress, formatBytes } from '../upload/progress.ts';
import { createUnfinishedUploads, stateFolder } from '../upload/unfinished-uploads.ts';
import { uploadFile } from '../upload/upload-file.ts';
import { UploadFailure } from '../upload/upload-failure.ts';
import type { AddCommand } from './add-command.ts';

interface UploadFlags {
  readonly to: string;
  readonly restart: boolean;
  readonly timeout: number;
  readonly chunk: number;
}

const unfinished = createUnfinishedUploads(stateFolder());

const texts = {
  description: {
    en: 'Upload a file; run the same command again after an interruption to resume',
    'pt-BR': 'Envia um arquivo; repita o mesmo comando após uma interrupção para retomar',
  },
  file: { en: 'A file of any size', 'pt-BR': 'Um arquivo de qualquer tamanho' },
  to: {
    en: 'Address of the uploader, such as http://localhost:8080',
    'pt-BR': 'Endereço do uploader, como http://localhost:8080',
  },
  restart: {
    en: 'Start again instead of resuming an earlier upload',
    'pt-BR': 'Recomeça em vez de retomar um envio anterior',
  },
  timeout: {
    en: 'Seconds to keep trying without progress',
    'pt-BR': 'Segundos de tentativas sem progresso',
  },
  chunk: { en: 'Size of one request', 'pt-BR': 'Tamanho de uma requisição' },
  help: {
    en: `
Examples:
  lab upload film.mkv --to http://localhost:8080
  lab upload film.mkv --to http://localhost:8080 --restart

Exit codes: 0 the file is stored and its SHA-256 matches, 1 the server lost the upload or has other bytes,
2 the file could not be sent, 130 stopped by Ctrl-C.`,
    'pt-BR': `
Exemplos:
  lab upload filme.mkv --to http://localhost:8080
  lab upload filme.mkv --to http://localhost:8080 --restart

Códigos de saída: 0 o arquivo está armazenado e seu SHA-256 confere, 1 o servidor perdeu o envio ou tem outros bytes,
2 não foi possível enviar, 130 interrompido por Ctrl-C.`,
  },
  interrupted: {
    en: 'Interrupted. Run the same command again to resume.',
    'pt-BR': 'Interrompido. Repita o mesmo comando para retomar.',
  },
  again: { en: 'Run the same command again to resume.', 'pt-BR': 'Repita o mesmo comando para retomar.' },
  sendAgain: { en: 'To send it again: --restart', 'pt-BR': 'Para enviar de novo: --restart' },
} as const satisfies Record<string, Text>;

/** `lab upload`: a file of any size, resumed after interruptions of either side. */
export const addUpload: AddCommand = (program, language) => {
  program
    .command('upload')
    .description(texts.description[language])
    .argument('<file>', texts.file[language])
    .requiredOption('--to <url>', texts.to[language], readAddress(language))
    .option('--restart', texts.restart[language], false)
    .option('--timeout <seconds>', texts.timeout[language], wholeNumber(0, 86_400, language), 600)
    .option('--chunk <MiB>', texts.chunk[language], wholeNumber(1, 9_999, language), 16)
    .addHelpText('after', texts.help[language])
    .action((file: string, flags: UploadFlags) => run(file, flags, language));
};

async function run(path: string, { to, restart, timeout, chunk }: UploadFlags, language: Language): Promise<void> {
  const file = await openLocalFile(path);
  const progress = createProgress(file.size, process.stderr, language);
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Interrupted());
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (restart) await forget(file, to);
    const { signal } = controller;
    const limits = { timeout: timeout * 1000, chunkSize: chunk * 1024 * 1024 };
    const { id, sha256, size } = await uploadFile({ ...limits, file, to, unfinished, signal, progress, language });
    progress.end();
    console.log(`${file.name}: ${formatBytes(size, language)}, SHA-256 ${sha256}\n${to}/v1/files/${id}`);
  } catch (error) {
    progress.end();
    // An aborted wait wraps the reason of the abort.
    process.exitCode = report(controller.signal.aborted ? new Interrupted() : error, to, language);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await file.close();
  }
}

class Interrupted extends Error {}

/**
 * Prints what happened and returns the exit code.
 * @throws errors that are neither an interruption nor an UploadFailure
 */
function report(error: unknown, to: string, language: Language): number {
  if (error instanceof Interrupted) {
    console.error(texts.interrupted[language]);
    return exitCodes.interrupted;
  }
  if (!(error instanceof UploadFailure)) throw error;
  const { reason } = error;
  const message = error.text[language];
  if (reason === 'gone') {
    const gone = {
      en: `The upload is gone: the storage of ${to} lost it, or it expired or was deleted; ${message}.`,
      'pt-BR': `O envio sumiu: o armazenamento de ${to} o perdeu, ou ele expirou ou foi apagado; ${message}.`,
    }[language];
    console.error(`${gone} ${texts.sendAgain[language]}`);
    return exitCodes.differs;
  }
  if (reason === 'different') {
    console.error(`${message}. ${texts.sendAgain[language]}`);
    return exitCodes.differs;
  }
  const again = reason === 'unreachable' ? ` ${texts.again[language]}` : '';
  const failed = {
    en: `${to} did not take the whole file: ${message}.`,
    'pt-BR': `${to} não recebeu o arquivo inteiro: ${message}.`,
  }[language];
  console.error(`${failed}${again}`);
  return exitCodes.couldNotRun;
}

/** Forgets an earlier upload, on the server too if possible: abandoned uploads take space. */
async function forget(file: LocalFile, to: string): Promise<void> {
  const known = await unfinished.find(file.path, to);
  if (!known) return;
  await createUploadsClient({ baseUrl: to })
    .remove(known.id)
    .catch(() => undefined);
  await unfinished.remove(file.path, to);
}

const readAddress = (language: Language) => (text: string) => {
  const url = URL.parse(text);
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.search && !url.hash)
    return url.href.replace(/\/+$/, '');
  throw new InvalidArgumentError(
    {
      en: 'Expected an http(s) URL such as http://localhost:8080.',
      'pt-BR': 'Esperava uma URL http(s), como http://localhost:8080.',
    }[language],
  );
};
