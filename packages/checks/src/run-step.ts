import { spawn } from 'node:child_process';
import { formatDuration } from '@persistence-lab/language';
import { createProgress } from './progress.ts';
import { type Counts, countsOf } from './counts.ts';
import type { Step } from './steps.ts';

export interface StepResult extends Counts {
  name: string;
}

/** Runs a step to its end; prints its output only when it fails. */
export async function runStep(step: Step, root: string): Promise<StepResult> {
  const reason = step.skip?.();
  if (reason !== undefined) {
    console.log(`skip   ${step.name}: ${reason}`);
    return { name: step.name, ...countsOf(0, 0), skipped: [{ name: step.name, reason }] };
  }
  const began = performance.now();
  if (step.count) console.log(`...    ${step.name} (takes minutes)`);
  step.before?.(root);
  const { code, output } = await run(step, root);
  const result = judge(step, code, root);
  const duration = formatDuration(performance.now() - began);
  const tests = step.count ? `, ${result.passed} passed, ${result.failed} failed` : '';
  if (result.failed > 0) console.log(output.trimEnd());
  console.log(`${result.failed > 0 ? 'FAILED' : 'ok    '} ${step.name} (${duration}${tests})`);
  return result;
}

function judge(step: Step, code: number | null, root: string): StepResult {
  const counts = step.count?.(root) ?? (code === 0 ? countsOf(1, 0) : countsOf(0, 1));
  // A command can fail although every counted test passed.
  const failed = code === 0 ? counts.failed : Math.max(1, counts.failed);
  return { name: step.name, ...counts, failed };
}

function run(step: Step, root: string): Promise<{ code: number | null; output: string }> {
  const [command, ...args] = step.command;
  const child = spawn(command!, args, {
    cwd: root,
    env: { ...process.env, ...step.env?.() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const progress = createProgress(process.stdout);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      progress.show(lastLineOf(output));
    });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => {
      progress.clear();
      resolve({ code, output });
    });
  });
}

const lastLineOf = (output: string) => output.slice(-1_000).trimEnd().split('\n').at(-1) ?? '';
