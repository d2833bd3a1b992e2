import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAppFinder } from './app.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'apps-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function writeApp(name: string, program: string): void {
  mkdirSync(join(folder, name, 'src'), { recursive: true });
  writeFileSync(join(folder, name, 'src', 'main.ts'), program);
}

test('asks the app for its variables and for what it refuses', () => {
  writeApp(
    'notes-api',
    `if (process.env.LIMIT === 'none') {
      process.stderr.write('The environment has a problem:\\n  LIMIT: got "none", wants a size\\n');
      process.exit(78);
    }
    process.stdout.write('LIMIT=' + (process.env.LIMIT ?? '1Mi') + '  # default\\nSTORE=file  # default\\n');`,
  );
  const app = createAppFinder(folder)('notes-api');
  expect([...(app?.variables ?? [])]).toEqual(['LIMIT', 'STORE']);
  expect(app?.problemsOf({ LIMIT: '2Mi' })).toEqual([]);
  expect(app?.problemsOf({ LIMIT: 'none' })).toEqual(['LIMIT: got "none", wants a size']);
});

test('knows no app that has no program', () => {
  expect(createAppFinder(folder)('postgres')).toBeUndefined();
});

test('fails when the app cannot print its configuration', () => {
  writeApp('broken', 'process.exit(1)');
  expect(() => createAppFinder(folder)('broken')).toThrow('--print-config ended with 1');
});
