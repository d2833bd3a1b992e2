import { spawn } from 'node:child_process';
import { createProgress } from './progress.ts';
import { type Counts, countsOf } from './counts.ts';
import type { Step } from './steps.ts';

export interface StepResult extends Counts {
  name: string;
}

/** Runs a step to its end, and shows what it said only when it failed. */
export async function runStep(step: Step, root: string): Promise<StepResult> {
  const reason = step.skip?.();
  if (reason !== undefined) {
    console.log(`skip   ${step.name}: ${reason}`);
    return { name: step.name, ...countsOf(0, 0), skipped: [{ name: step.name, reason }] };
  }
  const began = performance.now();
  if (step.count) console.log(`...    ${step.name}, which take minutes`);
  step.before?.(root);
  const { code, said } = await run(step, root);
  const result = judge(step, code, root);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const tests = step.count ? `, ${result.passed} passed, ${result.failed} failed` : '';
  if (result.failed > 0) console.log(said.trimEnd());
  console.log(`${result.failed > 0 ? 'FAILED' : 'ok    '} ${step.name} (${seconds} s${tests})`);
  return result;
}

function judge(step: Step, code: number | null, root: string): StepResult {
  const counts = step.count?.(root) ?? (code === 0 ? countsOf(1, 0) : countsOf(0, 1));
  // A failure that no report tells of is one nevertheless.
  const failed = code === 0 ? counts.failed : Math.max(1, counts.failed);
  return { name: step.name, ...counts, failed };
}

function run(step: Step, root: string): Promise<{ code: number | null; said: string }> {
  const [command, ...args] = step.command;
  const child = spawn(command!, args, {
    cwd: root,
    env: { ...process.env, ...step.env?.() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const progress = createProgress(process.stdout);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      progress.show(lastLineOf(said));
    });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, said: error.message }));
    child.once('close', (code) => {
      progress.clear();
      resolve({ code, said });
    });
  });
}

const lastLineOf = (said: string) => said.slice(-1_000).trimEnd().split('\n').at(-1) ?? '';
