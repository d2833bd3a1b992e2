import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, endProcess, processIdentity } from '../process/process-identity.ts';

/** The process that Postgres records in its data folder. */
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
 * Stops a Postgres that still runs on this data folder after its parent was killed. If the recorded pid
 * now belongs to another program, as after a restart of the machine, the file is removed: Postgres would
 * mistake that process for another server and not start.
 */
export async function endOrphanedPostgres(data: string): Promise<void> {
  const file = await readPostmasterFile(data);
  if (file === undefined) return;
  const identity = await processIdentity(file.pid);
  if (identity === undefined) return;
  if ((await commandLine(file.pid)).includes(`-D ${data} `)) await endProcess(file.pid, identity, 'SIGINT', 20_000);
  else await rm(join(data, 'postmaster.pid'));
}
