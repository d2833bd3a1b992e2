import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Counts, countsOf } from '@persistence-lab/checks';
import { root } from '@persistence-lab/command-line';

export const reportFile = join(root, 'reports', 'test-cluster.json');

/** The counts of the run. A run without a report has failed. */
export async function readCounts(file: string = reportFile): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return countsOf(0, 1);
  return JSON.parse(text) as Counts;
}
