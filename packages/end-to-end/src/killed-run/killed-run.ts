import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '@persistence-lab/command-line';

/** A cluster on which runs of the lab are killed. */
export interface KillTarget {
  /** Options of the lab for this cluster. */
  readonly options: readonly string[];
  /** Whether the Pod of notes-pvc was evicted and cannot be scheduled. */
  readonly isDrained: () => boolean;
  /** Whether a node has no power. */
  readonly isOff: () => boolean;
  /** What differs from before, once everything is ready: nodes, replica counts, the record of a run. */
  readonly differences: () => Promise<string[]>;
  /** Why no node can be switched off, if so. */
  readonly noPower?: string | undefined;
}

function startLab(args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'commands', 'lab.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = { output: '', errors: '' };
  child.stdout.on('data', (bytes: Buffer) => (text.output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (text.errors += bytes.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = closed.then(([code, signal]) => ({ code, signal, ...text }));
  return { kill: () => void child.kill('SIGKILL'), ended };
}

const lab = (...args: string[]) => startLab(args).ended;

/** Kills a run as soon as the cluster reaches a state, which may last only moments. */
async function killWhen(args: readonly string[], isReached: () => boolean): Promise<void> {
  const run = startLab(args);
  let early: unknown;
  void run.ended.then((end) => (early = end));
  while (!isReached()) {
    if (early) throw new Error(`The run ended before it could be killed: ${JSON.stringify(early)}`);
    await pause(20);
  }
  run.kill();
  expect((await run.ended).signal).toBe('SIGKILL');
}

/** The contract of `lab restore` after a killed run, for any cluster. */
export function describeKilledRuns(cluster: string, target: KillTarget): void {
  const selection = ['--kinds', 'emptydir,pvc', '--notes', '20', ...target.options];

  async function expectRestore(event: string, isReached: () => boolean, undone: RegExp): Promise<void> {
    await killWhen(['run', '--events', event, ...selection], isReached);
    const second = await lab('run', '--events', 'pod-delete', ...selection);
    expect(second).toMatchObject({ code: 2, output: '' });
    expect(second.errors).toMatch(
      /^A run of \S+@\S+ \(process \d+\) since .* was never restored; do that first: npm run lab -- restore.*\n$/,
    );
    expect(isReached(), 'the refused run has restored nothing').toBe(true);

    const restored = await lab('restore', ...target.options);
    expect(restored).toMatchObject({ code: 0, errors: '' });
    expect(restored.output).toMatch(undone);
    expect(restored.output).toMatch(/Everything is restored\.\n$/);
    expect(await target.differences()).toEqual([]);

    const third = await lab('run', '--events', 'pod-delete', ...selection);
    expect(third).toMatchObject({ code: 0 });
    expect(third.output).toContain('2 cells: 2 as expected');
  }

  describe(`a run killed on ${cluster} prevents other runs until it is restored:`, () => {
    it('killed during a drain', { timeout: 600_000 }, () =>
      expectRestore('node-drain', target.isDrained, /^ {2}uncordon \S+$/m),
    );

    it('killed during a power cut', { timeout: 600_000 }, async ({ skip }) => {
      skip(target.noPower !== undefined, target.noPower);
      await expectRestore('node-failure', target.isOff, /^ {2}switch on \S+$/m);
    });
  });
}
