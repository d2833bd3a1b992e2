import { readFile, writeFile } from 'node:fs/promises';
import type { Report } from '@persistence-lab/experiment';
import { untranslated, UserError } from '@persistence-lab/language';
import { renderHtml } from '@persistence-lab/report/html';
import { parseReport, renderJson } from '@persistence-lab/report/json';
import { renderMarkdown } from '@persistence-lab/report/markdown';

/** Where a report is written: file names, or - for standard output. */
export interface Outputs {
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
}

const renderers = { json: renderJson, markdown: renderMarkdown, html: renderHtml } as const;

/** Whether a report takes standard output, so that nothing else may be written there. */
export const takesStandardOutput = (outputs: Outputs): boolean => Object.values(outputs).includes('-');

/** @throws UserError before the run when a report could not be written after it */
export async function checkOutputs({ json, markdown, html }: Outputs): Promise<void> {
  const files = [json, markdown, html].filter((file) => file !== undefined);
  if (files.filter((file) => file === '-').length > 1)
    throw new UserError({
      en: 'Only one of --json, --markdown and --html can be -, the standard output.',
      'pt-BR': 'Só um de --json, --markdown e --html pode ser -, a saída padrão.',
    });
  for (const file of files.filter((file) => file !== '-'))
    await writeFile(file, '', { flag: 'a' }).catch((error: Error) => {
      throw new UserError(
        {
          en: `${file} cannot be written: ${error.message}`,
          'pt-BR': `Não é possível gravar ${file}: ${error.message}`,
        },
        { cause: error },
      );
    });
}

export async function writeOutputs(report: Report, outputs: Outputs): Promise<void> {
  for (const form of ['json', 'markdown', 'html'] as const) {
    const file = outputs[form];
    if (file === undefined) continue;
    const text = renderers[form](report);
    if (file === '-') process.stdout.write(text);
    else await writeFile(file, text);
  }
}

/** @throws UserError when the file cannot be read or is not a report */
export async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    const missing = error.message.startsWith('ENOENT');
    const reason = missing
      ? { en: 'there is no such file', 'pt-BR': 'o arquivo não existe' }
      : untranslated(error.message);
    throw new UserError(
      {
        en: `${file} cannot be read: ${reason.en}.`,
        'pt-BR': `Não é possível ler ${file}: ${reason['pt-BR']}.`,
      },
      { cause: error },
    );
  });
  return parseReport(text, file);
}
