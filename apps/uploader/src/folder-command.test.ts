import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startUploader } from './test-support/app.ts';
import { runUploader } from './test-support/process.ts';

// Processes start slowly while other tests keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

const id = (n: number) => `019a0000-0000-7000-8000-00000000000${n}`;

async function dataDirectory() {
  const uploader = await startUploader();
  onTestFinished(() => uploader.stop());
  const put = async (id: string) => {
    const answer = await fetch(`${uploader.url}/v1/files/${id}`, { method: 'PUT', body: `content of ${id}` });
    expect(answer.status).toBe(201);
    return join(uploader.folder, 'files', id);
  };
  const paths = [await put(id(1)), await put(id(2)), await put(id(3)), await put(id(4)), await put(id(5))] as const;
  return { folder: uploader.folder, paths };
}

it('verifies every file and reports how the damaged ones differ', async () => {
  const { folder, paths } = await dataDirectory();
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
    expect.stringMatching(`${id(2)}  has 48 of 47 bytes`),
    expect.stringMatching(`${id(3)}  has no content`),
    expect.stringMatching(`${id(4)}  .*does not describe file`),
    expect.stringMatching(/5 files, 4 DAMAGED$/),
    '',
  ]);
});

it('reports a missing directory and an unknown option, and exits with 2', async () => {
  const { code, errors } = await runUploader({}, ['--verify', '/nowhere/at/all']);
  expect(errors).toBe('/nowhere/at/all is not a data directory: it has no folder "files"\n');
  expect(code).toBe(2);
  expect(await runUploader({}, ['--verfy', 'x'])).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/--verfy[^]*Usage/),
  });
});
