import type { Report } from '@persistence-lab/experiment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { testMachine } from '@persistence-lab/checks';
import { root } from '@persistence-lab/command-line';
import { readReport } from '../matrix/lab-run.ts';
import { reportFile } from '../matrix/paths.ts';

/** The report of the same events on a simulated cluster of three nodes: that of `npm test`, or a new one. */
export async function localReport(): Promise<Report> {
  const turbo = spawn('turbo', ['run', 'matrix', '--output-logs=new-only', '--log-prefix=none'], {
    cwd: root,
    env: { ...process.env, TEST_MACHINE: testMachine() },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(turbo, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`The local matrix ended with ${code}. For details: npm test -- --only "local matrix"`);
  return readReport(reportFile);
}
