import { expect, test, vi } from 'vitest';
import { runStep } from './run-step.ts';

const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
const allPassed = () => ({ passed: 5, failed: 0, failures: [], skipped: [] });
const shown = () => log.mock.calls.flat().join('\n');
const script = (code: string) => [process.execPath, '-e', code];

test('a command that succeeds passes, and its output is not printed', async () => {
  log.mockClear();
  expect(await runStep({ name: 'quiet', command: script('console.log("hidden")') }, '.')).toMatchObject({
    passed: 1,
    failed: 0,
  });
  expect(shown()).not.toContain('hidden');
});

test('prints both output streams of a command that fails', async () => {
  const command = script('console.log("one"); console.error("two"); process.exit(3)');
  expect(await runStep({ name: 'loud', command }, '.')).toMatchObject({ passed: 0, failed: 1 });
  expect(shown()).toMatch(/one[^]*two[^]*FAILED loud/);
});

test('counts a failure when the command fails although every counted test passed', async () => {
  expect(await runStep({ name: 'crash', command: script('process.exit(1)'), count: allPassed }, '.')).toMatchObject({
    passed: 5,
    failed: 1,
  });
});

test('a command that does not exist fails', async () => {
  expect(await runStep({ name: 'absent', command: ['no-such-command'] }, '.')).toMatchObject({ failed: 1 });
});

test('skips a step that cannot run on this machine, with the reason', async () => {
  const result = await runStep({ name: 'manifests', command: ['false'], skip: () => 'no tool' }, '.');
  expect(result).toMatchObject({ failed: 0, skipped: [{ name: 'manifests', reason: 'no tool' }] });
});
