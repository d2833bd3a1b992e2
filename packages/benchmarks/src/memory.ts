import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Resident memory of a process in MiB: now, and its peak (undefined on other systems than Linux). */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number | undefined }> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    return { now: Number(stdout) / 1024, peak: undefined };
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) / 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}
