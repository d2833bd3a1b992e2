import { expect, test } from 'vitest';
import { summarize } from './summary.ts';

const lint = { name: 'lint', passed: 1, failed: 0, failures: [], skipped: [] };
const failures = [{ name: 'packages/x: loses', reason: 'expected 1 to be 2' }];
const tests = { name: 'tests', passed: 40, failed: 2, failures, skipped: [] };
const skipped = { ...tests, failed: 0, failures: [], skipped: [{ name: 'packages/x: keeps', reason: undefined }] };
const explained = { ...skipped, skipped: [{ name: 'packages/x: keeps', reason: 'has no disk' }] };

test('ends with the totals of all steps, and names the failed steps', () => {
  const { text, failed } = summarize([lint, tests], false);
  expect(text.split('\n').at(-1)).toBe('41 passed, 2 failed');
  expect(text).toContain('Failed: tests');
  expect(failed).toBe(2);
});

test('names a step that failed as a whole', () => {
  expect(summarize([{ ...lint, passed: 0, failed: 1 }], false).text).toContain('  failed: lint: ');
});

test('names every failed test with its error at the end', () => {
  expect(summarize([lint, tests], false).text).toContain('  failed: packages/x: loses: expected 1 to be 2\n');
});

test('names every skipped test with its reason', () => {
  expect(summarize([explained], false).text).toContain('packages/x: keeps: has no disk');
});

test('counts a skipped test as failed in CI, unless it states a reason', () => {
  expect(summarize([skipped], false).failed).toBe(0);
  expect(summarize([explained], true).failed).toBe(0);
  expect(summarize([skipped], true)).toMatchObject({
    failed: 1,
    text: expect.stringMatching(/40 passed, 1 failed$/) as string,
  });
});
