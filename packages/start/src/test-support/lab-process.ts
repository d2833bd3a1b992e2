import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { freePort } from '@persistence-lab/local-servers';

export interface LabProcess {
  /** Ends the command itself; resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly process: ChildProcessWithoutNullStreams;
  output(): string;
}

interface LabOptions {
  readonly command?: 'start' | 'dev';
  /** The project's folder. */
  readonly project?: string;
  readonly data: string;
  readonly portBase: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** The arguments and the environment of `npm start`. */
export function labCommand({ command = 'start', project = root, data, portBase, env = {} }: LabOptions) {
  const args = [join(project, 'scripts/commands', `${command}.ts`), '--data', data, '--port-base', String(portBase)];
  const path = `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`;
  return { args, env: { ...process.env, PATH: path, LANG: 'C', LC_ALL: '', ...env } };
}

/** Runs `npm start` or `npm run dev`, and waits until the description of what runs is printed. */
export async function startLab(options: LabOptions): Promise<LabProcess> {
  const { args, env } = labCommand(options);
  const child = spawn(process.execPath, args, { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const shown = new Promise<void>((resolve) => child.stdout.on('data', () => output.includes('Logs:') && resolve()));
  await Promise.race([shown, exited.then((code) => Promise.reject(new Error(`exit ${code}: ${output}`)))]);
  const end = (signal: NodeJS.Signals) => (child.kill(signal), exited);
  return { end, process: child, output: () => output };
}

/** The first of five free ports in a row. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const ports = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    if (ports[4] === ports[0]! + 4) return ports[0]!;
  }
}
