import { reportSchema, type Report } from '@persistence-lab/experiment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../deploy/run-command.ts';

export interface LabRun {
  readonly code: number | null;
  readonly report: Report;
}

/**
 * Runs `lab run` as a person does; what it tells meanwhile goes to our own output, its report to `file` as well.
 * @throws when it has written no report
 */
export async function runLab(args: readonly string[], file: string): Promise<LabRun> {
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true }); // of an earlier run
  const lab = spawn(process.execPath, [join(root, 'scripts', 'lab', 'main.ts'), 'run', ...args, '--json', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(lab, 'close')) as [number | null];
  return { code, report: await readReport(file) };
}

/** @throws when it is not there, or not as "lab run --json" writes it */
export const readReport = async (file: string): Promise<Report> =>
  reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
