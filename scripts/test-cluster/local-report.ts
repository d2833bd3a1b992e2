import type { Report } from '@persistence-lab/experiment';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../deploy/run-command.ts';
import { readReport } from '../matrix/lab-run.ts';
import { reportFile } from '../matrix/local.ts';
import { testMachine } from '../test/tools.ts';

/** What the same events do to a simulated cluster of three nodes. `npm test` may have left it; else it is found out now. */
export async function localReport(): Promise<Report> {
  const turbo = spawn('turbo', ['run', 'matrix', '--output-logs=new-only', '--log-prefix=none'], {
    cwd: root,
    env: { ...process.env, TEST_MACHINE: testMachine() },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(turbo, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The local matrix ended with ${code}: npm test -- --only "local matrix" tells more.`);
  return readReport(reportFile);
}
