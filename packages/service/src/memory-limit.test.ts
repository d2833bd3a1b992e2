import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { memoryLimit } from './memory-limit.ts';

function controlGroup(file?: string, text = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'cgroup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (file === undefined) return folder;
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return folder;
}

it.each([
  ['memory.max', '134217728\n', 134_217_728],
  ['memory.max', 'max\n', undefined],
  ['memory/memory.limit_in_bytes', '134217728\n', 134_217_728],
  ['memory/memory.limit_in_bytes', '9223372036854771712\n', undefined],
])('reads %s: %j', async (file, text, limit) => {
  expect(await memoryLimit(controlGroup(file, text), 2 ** 30)).toBe(limit);
});

it('finds no limit without control groups', async () => {
  expect(await memoryLimit(controlGroup(), 2 ** 30)).toBeUndefined();
});

it('takes no limit for one that is the whole machine', async () => {
  expect(await memoryLimit(controlGroup('memory.max', String(2 ** 30)), 2 ** 30)).toBeUndefined();
});
