import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { UserError } from '@persistence-lab/language';
import { commandLine, portIsFree } from '@persistence-lab/local-servers';

/** A new Postgres takes 40 MB; the uploader keeps 64 MB free. */
const neededMegabytes = 300;

/** @throws UserError when the file system of `folder` has too little free space */
export async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= neededMegabytes) return;
  throw new UserError({
    en: `Not enough space: ${folder} has ${free} MB free, ${neededMegabytes} MB are needed.\nFree some space, or keep the data elsewhere: npm start -- --data <folder>`,
    'pt-BR': `Espaço insuficiente: ${folder} tem ${free} MB livres, são necessários ${neededMegabytes} MB.\nLibere espaço, ou guarde os dados em outro lugar: npm start -- --data <pasta>`,
  });
}

/** @throws UserError that names each port in use and the process that uses it */
export async function requirePorts(ports: number[]): Promise<void> {
  const used: { port: number; process: string }[] = [];
  for (const port of ports) if (!(await portIsFree(port))) used.push({ port, process: await userOf(port) });
  if (used.length === 0) return;
  const list = (describe: (port: number, process: string) => string) =>
    used.map(({ port, process }) => describe(port, process)).join('\n');
  throw new UserError({
    en: `${list((port, process) => `Port ${port} is in use${process && ` by pid ${process}`}`)}\nStop that process, or move all ports: npm start -- --port-base 9080`,
    'pt-BR': `${list((port, process) => `A porta ${port} está em uso${process && ` pelo pid ${process}`}`)}\nEncerre esse processo, ou mude todas as portas: npm start -- --port-base 9080`,
  });
}

/** `PID: COMMAND` of the process that listens on a port, if ss or lsof can tell; else empty. */
async function userOf(port: number): Promise<string> {
  const ss = /pid=(\d+)/.exec(await outputOf('ss', '-Hltnp', `sport = :${port}`));
  const pid = ss ?? /p(\d+)/.exec(await outputOf('lsof', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'));
  return pid ? `${pid[1]}: ${(await commandLine(Number(pid[1]))).slice(0, 100)}` : '';
}

async function outputOf(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args).catch(() => ({ stdout: '' }));
  return stdout;
}
