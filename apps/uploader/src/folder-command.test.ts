import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startUploader } from './test/app.ts';
import { runUploader } from './test/process.ts';

// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

const id = (n: number) => `019a0000-0000-7000-8000-00000000000${n}`;

async function folderWithFiles() {
  const uploader = await startUploader();
  onTestFinished(() => uploader.stop());
  const keep = async (id: string) => {
    const answer = await fetch(`${uploader.url}/v1/files/${id}`, { method: 'PUT', body: `content of ${id}` });
    expect(answer.status).toBe(201);
    return join(uploader.folder, 'files', id);
  };
  const paths = [
    await keep(id(1)),
    await keep(id(2)),
    await keep(id(3)),
    await keep(id(4)),
    await keep(id(5)),
  ] as const;
  return { folder: uploader.folder, paths };
}

it('verifies every file of a folder and says what differs', async () => {
  const { folder, paths } = await folderWithFiles();
  const sound = await runUploader({}, ['--verify', folder]);
  expect(sound).toMatchObject({ code: 0, output: expect.stringMatching(/5 files, all intact\n$/) });

  await writeFile(join(paths[0], 'content'), `content of ${id(9)}`);
  await appendFile(join(paths[1], 'content'), '!');
  await rm(join(paths[2], 'content'));
  await writeFile(join(paths[3], 'meta.json'), '{}');
  const damaged = await runUploader({}, ['--verify', folder]);
  expect(damaged.code).toBe(1);
  const lines = damaged.output.split('\n');
  expect(lines).toEqual([
    expect.stringMatching(`${id(1)}  has SHA-256 .{64} instead of .{64}`),
    expect.stringMatching(`${id(2)}  has 48 bytes of 47`),
    expect.stringMatching(`${id(3)}  has no content`),
    expect.stringMatching(`${id(4)}  .*does not describe file`),
    expect.stringMatching(/5 files, 4 DAMAGED$/),
    '',
  ]);
});

it('says in a sentence what it can not do', async () => {
  const { code, errors } = await runUploader({}, ['--verify', '/nowhere/at/all']);
  expect(errors).toBe('/nowhere/at/all/files is no folder of files\n');
  expect(code).toBe(2);
  expect(await runUploader({}, ['--verfy', 'x'])).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/--verfy[^]*Usage/),
  });
});
