import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../deploy/run-command.ts';
import { type Counts, countsOf } from '../test/counts.ts';

export const reportFile = join(root, 'reports', 'test-cluster.json');

/** What the run's report says; a run that left none has failed. */
export async function readCounts(file: string = reportFile): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return countsOf(0, 1);
  return JSON.parse(text) as Counts;
}
