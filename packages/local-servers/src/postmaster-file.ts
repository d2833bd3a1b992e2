import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, endProcess, processIdentity } from './process-identity.ts';

/** What a Postgres writes about itself into its data folder. */
interface PostmasterFile {
  pid: number;
  /** `starting`, `ready`, ... */
  status: string;
}

export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : undefined;
}

/**
 * Ends a Postgres that still runs on this data folder after its parent was killed. A file that names a
 * process which is something else by now (the machine was restarted) is removed: Postgres would take
 * that process for another server and refuse to start.
 */
export async function endLeftOverPostgres(data: string): Promise<void> {
  const file = await readPostmasterFile(data);
  if (file === undefined) return;
  const identity = await processIdentity(file.pid);
  if (identity === undefined) return;
  if ((await commandLine(file.pid)).includes(`-D ${data} `)) await endProcess(file.pid, identity, 'SIGINT', 20_000);
  else await rm(join(data, 'postmaster.pid'));
}
