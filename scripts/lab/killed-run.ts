import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../deploy/run-command.ts';

/** A cluster on which runs of the lab may be killed. */
export interface Victim {
  /** The options that lead the lab to it. */
  readonly options: readonly string[];
  /** A pod that was evicted from its cordoned node finds no other. */
  readonly isDrained: () => boolean;
  /** A node has no power. */
  readonly isOff: () => boolean;
  /** What is not as it was before, once it has settled: a node, a number of replicas, a run that is written down. */
  readonly differences: () => Promise<string[]>;
  /** Why no node can be switched off, if so. */
  readonly noPower?: string | undefined;
}

function startLab(args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'lab', 'main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { output: '', errors: '' };
  child.stdout.on('data', (bytes: Buffer) => (said.output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said.errors += bytes.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = closed.then(([code, signal]) => ({ code, signal, ...said }));
  return { kill: () => void child.kill('SIGKILL'), ended };
}

const lab = (...args: string[]) => startLab(args).ended;

/** Kills a run as soon as the cluster is in this state, which may last only moments. */
async function killWhen(args: readonly string[], isReached: () => boolean): Promise<void> {
  const run = startLab(args);
  let early: unknown;
  void run.ended.then((end) => (early = end));
  while (!isReached()) {
    if (early) throw new Error(`It ended before it could be killed: ${JSON.stringify(early)}`);
    await pause(20);
  }
  run.kill();
  expect((await run.ended).signal).toBe('SIGKILL');
}

/** What has to hold on every cluster after a run was killed in the middle of something. */
export function describeKilledRuns(cluster: string, victim: Victim): void {
  const few = ['--kinds', 'emptydir,pvc', '--notes', '20', ...victim.options];

  async function endsWell(event: string, isReached: () => boolean, undone: RegExp): Promise<void> {
    await killWhen(['run', '--events', event, ...few], isReached);
    const second = await lab('run', '--events', 'pod-delete', ...few);
    expect(second).toMatchObject({ code: 2, output: '' });
    expect(second.errors).toMatch(
      /^A run of \S+@\S+ \(process \d+\) since .* was never restored; do that first: npm run lab -- restore.*\n$/,
    );
    expect(isReached(), 'it has put back nothing').toBe(true);

    const restored = await lab('restore', ...victim.options);
    expect(restored).toMatchObject({ code: 0, errors: '' });
    expect(restored.output).toMatch(undone);
    expect(restored.output).toMatch(/Everything is put back\.\n$/);
    expect(await victim.differences()).toEqual([]);

    const third = await lab('run', '--events', 'pod-delete', ...few);
    expect(third).toMatchObject({ code: 0 });
    expect(third.output).toContain('2 cells: 2 as expected');
  }

  describe(`a run on ${cluster} that is killed: no other begins before everything is put back,`, () => {
    it('in the middle of a drain', { timeout: 600_000 }, () =>
      endsWell('node-drain', victim.isDrained, /^ {2}uncordon \S+$/m),
    );

    it('in the middle of a power cut', { timeout: 600_000 }, async ({ skip }) => {
      skip(victim.noPower !== undefined, victim.noPower);
      await endsWell('node-failure', victim.isOff, /^ {2}switch on \S+$/m);
    });
  });
}
