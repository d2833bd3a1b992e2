import { readFile, writeFile } from 'node:fs/promises';
import type { Report } from '@persistence-lab/experiment';
import { CannotRun } from '@persistence-lab/language';
import { renderHtml } from '@persistence-lab/report/html';
import { parseReport, renderJson } from '@persistence-lab/report/json';
import { renderMarkdown } from '@persistence-lab/report/markdown';

/** Where a report goes, each a file's name or - for the standard output. */
export interface Outputs {
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
}

const renderers = { json: renderJson, markdown: renderMarkdown, html: renderHtml } as const;

/** Whether one of them takes the standard output, so that nothing else may write there. */
export const takesStandardOutput = (outputs: Outputs): boolean => Object.values(outputs).includes('-');

/** @throws CannotRun before a run that would have nowhere to write its report */
export async function checkOutputs({ json, markdown, html }: Outputs): Promise<void> {
  const files = [json, markdown, html].filter((file) => file !== undefined);
  if (files.filter((file) => file === '-').length > 1)
    throw new CannotRun('Only one of --json, --markdown and --html can be the standard output.');
  for (const file of files.filter((file) => file !== '-'))
    await writeFile(file, '', { flag: 'a' }).catch((error: Error) => {
      throw new CannotRun(`${file} cannot be written: ${error.message}`, { cause: error });
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

/** @throws CannotRun when it is not there, or no report */
export async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new CannotRun(`${file} cannot be read: ${error.message}`, { cause: error });
  });
  return parseReport(text, file);
}
