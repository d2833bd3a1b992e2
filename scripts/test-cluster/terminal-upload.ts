import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { root } from '../deploy/run-command.ts';

export interface TerminalUpload {
  readonly file: string;
  readonly to: string;
  /** Where it remembers what it has begun. */
  readonly state: string;
  readonly restart?: boolean;
  /** Called for each tenth that has been sent, from 1 on. */
  readonly onTenth?: (tenth: number) => void;
}

/** Runs `lab upload` as a person does, and gives all that it said. */
export async function uploadInTerminal({ file, to, state, restart, onTenth }: TerminalUpload) {
  const args = ['upload', file, '--to', to, ...(restart ? ['--restart'] : [])];
  const child = spawn(process.execPath, [join(root, 'scripts', 'lab', 'main.ts'), ...args], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    said.push(line);
    const [, percent] = /^(\d+) % /.exec(line) ?? [];
    if (percent) onTenth?.(Math.floor(Number(percent) / 10));
  });
  const [[code], output] = await Promise.all([once(child, 'close'), text(child.stdout)]);
  return { code: code as number | null, output, said: said.join('\n') };
}
