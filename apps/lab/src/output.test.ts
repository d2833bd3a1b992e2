import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const output = fileURLToPath(new URL('./output.ts', import.meta.url));

/** Runs the code in a process, with the module imported. */
function start(code: string) {
  const script = `import { flushAndExit, ignoreBrokenPipe } from ${JSON.stringify(output)}; ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const megabyte = 1_000_000;

it('flushAndExit waits until all output is read, then exits despite open handles', async () => {
  const child = start(`setInterval(() => {}, 1e6); process.stderr.write('ready');
    process.stdout.write('x'.repeat(${megabyte})); process.exitCode = 7; await flushAndExit();`);
  const closed = once(child, 'close');
  await once(child.stderr, 'data');
  expect(child.exitCode).toBeNull();
  expect(await text(child.stdout)).toHaveLength(megabyte);
  expect(await closed).toEqual([7, null]);
});

it('ignoreBrokenPipe keeps the process running when its output is closed', async () => {
  const child = start(`ignoreBrokenPipe(); await new Promise((resolve) => process.stdin.once('end', resolve).resume());
    process.stdout.write('x'); setTimeout(() => flushAndExit(), 100);`);
  const closed = once(child, 'close');
  const errors = text(child.stderr);
  child.stdout.destroy();
  child.stdin.end();
  expect([await errors, await closed]).toEqual(['', [0, null]]);
});
