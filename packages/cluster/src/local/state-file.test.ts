import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readState, writeState } from './state-file.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'cluster.json');
}

it('gives a new cluster where there is none, and the one that was written afterwards', () => {
  const file = newFile();
  const kept = readState(file, 2);
  expect(kept.state.nodes.map(({ name }) => name)).toEqual(['node-1', 'node-2']);
  kept.addresses['postgres'] = { port: 5432, password: 'secret' };
  writeState(file, kept);
  expect(readState(file, 3)).toEqual(kept);
});

it('lets nobody else read the passwords', () => {
  const file = newFile();
  writeState(file, readState(file, 1));
  expect(statSync(file).mode & 0o077).toBe(0);
});

it.each(['', '{"state":{"nodes":[', 'null', '{}', '{"state":{}}'])('refuses a damaged file: %j', (text) => {
  const file = newFile();
  writeFileSync(file, text);
  expect(() => readState(file, 3)).toThrow(/cluster\.json is damaged: .* move that folder away/);
});
