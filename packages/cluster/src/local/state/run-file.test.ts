import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunFile } from './run-file.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'run-file-'))));
afterEach(() => rm(folder, { recursive: true }));

const open = () => createRunFile(join(folder, 'run.json'));

it('stores one text for all processes that open the file', async () => {
  expect(await open().read()).toBeNull();
  const version = await open().create('one');
  expect(await open().create('two')).toBeNull();
  expect(await open().read()).toEqual({ text: 'one', version });
});

it('replaces and removes only the version that was read', async () => {
  const file = open();
  const first = (await file.create('one'))!;
  const second = await open().write('two', first);
  await expect(file.write('three', first)).rejects.toMatchObject({ code: 'busy' });
  await expect(file.remove(first)).rejects.toMatchObject({ code: 'busy' });
  await file.remove(second);
  expect(await file.read()).toBeNull();
});
