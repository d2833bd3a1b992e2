import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { commandLine, portIsFree } from '@persistence-lab/local-servers';
import { CannotRun } from '@persistence-lab/language';

/** A new Postgres takes 40 MB; the uploader keeps 64 MB free. */
const neededMegabytes = 300;

export async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= neededMegabytes) return;
  throw new CannotRun(
    `No space: ${folder} has ${free} MB free, and ${neededMegabytes} MB are needed. Free some, or keep the data elsewhere: npm start -- --data DIR`,
  );
}

export async function requirePorts(ports: number[]): Promise<void> {
  const taken: string[] = [];
  for (const port of ports) if (!(await portIsFree(port))) taken.push(`Port ${port} is in use${await userOf(port)}`);
  if (taken.length === 0) return;
  throw new CannotRun(`${taken.join('\n')}\nStop what uses it, or move all ports: npm start -- --port-base 9080`);
}

/** " by pid N: COMMAND" where ss or lsof can tell. */
async function userOf(port: number): Promise<string> {
  const ss = /pid=(\d+)/.exec(await said('ss', '-Hltnp', `sport = :${port}`));
  const lsof = ss ?? /p(\d+)/.exec(await said('lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'));
  return lsof ? ` by pid ${lsof[1]}: ${(await commandLine(Number(lsof[1]))).slice(0, 100)}` : '';
}

async function said(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args).catch(() => ({ stdout: '' }));
  return stdout;
}
