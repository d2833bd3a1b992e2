import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { root } from '@persistence-lab/command-line';

export interface TerminalUpload {
  readonly file: string;
  readonly to: string;
  /** The folder in which it records unfinished uploads. */
  readonly state: string;
  readonly restart?: boolean;
  /** Called for each tenth that was sent, from 1. */
  readonly onTenth?: (tenth: number) => void;
}

/** Runs `lab upload` in a process and returns its output. */
export async function uploadInTerminal({ file, to, state, restart, onTenth }: TerminalUpload) {
  const args = ['upload', file, '--to', to, ...(restart ? ['--restart'] : [])];
  const child = spawn(process.execPath, [join(root, 'scripts', 'commands', 'lab.ts'), ...args], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errorLines: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    errorLines.push(line);
    const [, percent] = /^(\d+) % /.exec(line) ?? [];
    if (percent) onTenth?.(Math.floor(Number(percent) / 10));
  });
  const [[code], output] = await Promise.all([once(child, 'close'), text(child.stdout)]);
  return { code: code as number | null, output, errors: errorLines.join('\n') };
}
