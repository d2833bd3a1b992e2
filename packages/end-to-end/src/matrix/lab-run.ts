import { reportSchema, type Report } from '@persistence-lab/experiment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '@persistence-lab/command-line';

export interface LabRun {
  readonly code: number | null;
  readonly report: Report;
}

/**
 * Runs `lab run` in a process, with its output on the terminal and its report in `file`.
 * @throws when it has written no report
 */
export async function runLab(args: readonly string[], file: string): Promise<LabRun> {
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true }); // of an earlier run
  const lab = spawn(process.execPath, [join(root, 'scripts', 'commands', 'lab.ts'), 'run', ...args, '--json', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(lab, 'close')) as [number | null];
  return { code, report: await readReport(file) };
}

/** @throws when the file is missing or not a report */
export const readReport = async (file: string): Promise<Report> =>
  reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
