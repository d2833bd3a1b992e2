import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createFilesClient } from '@persistence-lab/api';
import { freePort } from '@persistence-lab/local-servers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openProxy } from '../test-support/proxy.ts';
import { startLab, startUploader, testFolder } from '../test-support/processes.ts';

// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;
const controlCode = /[^\P{Cc}\n]/u;

/** A file, an uploader behind a proxy, and the command that uploads the file in requests of 1 MiB. */
async function setUp(mebibytes: number, env: Record<string, string> = {}) {
  const folder = await testFolder();
  const content = randomBytes(mebibytes * mebibyte);
  const file = join(folder, 'film.bin');
  await writeFile(file, content);
  const data = join(folder, 'data');
  const uploader = await startUploader({ DATA_DIR: data, ...env });
  const proxy = await openProxy(uploader.port);
  const lab = (...more: string[]) =>
    startLab(['upload', file, '--to', proxy.url, '--chunk', '1', ...more], { XDG_STATE_HOME: folder });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const files = createFilesClient({ baseUrl: proxy.url });
  return {
    folder,
    file,
    data,
    uploader,
    proxy,
    lab,
    succeeded: { code: 0, output: expect.stringContaining(`SHA-256 ${sha256}`) },
    /** The stored files, each verified by reading it again. */
    stored: async () => {
      const page = await files.list();
      return Promise.all(
        page.files.map(async ({ id, name, sha256: hash }) => ({ name, hash, ...(await files.verify(id)) })),
      );
    },
    wholeFile: { name: 'film.bin', hash: sha256, intact: true },
  };
}

describe('an interrupted upload', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 130],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('resumes after %s without sending the acknowledged bytes again', async (signal, code) => {
    const { proxy, lab, succeeded, stored, wholeFile } = await setUp(20);
    const paused = proxy.pauseAfter(12 * mebibyte);
    const first = lab();
    await paused;
    first.signal(signal);
    expect(await first.result).toMatchObject({ code, output: '' });
    proxy.reset();
    const before = proxy.passed;
    const second = await lab().result;
    expect(second).toMatchObject(succeeded);
    expect(second.errors).toContain('Resuming upload');
    expect(proxy.passed - before).toBeLessThan(11 * mebibyte);
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('prints after Ctrl-C how to resume', async () => {
    const { proxy, lab } = await setUp(3);
    const paused = proxy.pauseAfter(mebibyte);
    const { signal, result } = lab();
    await paused;
    signal('SIGINT');
    expect((await result).errors).toContain('Interrupted. Run the same command again to resume.');
  });

  it('is rejected when the file has changed, and starts again with --restart', async () => {
    const { proxy, lab, file, stored } = await setUp(3);
    const paused = proxy.pauseAfter(2 * mebibyte);
    const first = lab();
    await paused;
    first.signal('SIGKILL');
    await first.result;
    proxy.reset();
    await appendFile(file, 'more');
    expect(await lab().result).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/was changed after its upload began.*--restart/),
    });
    expect(await lab('--restart').result).toMatchObject({ code: 0 });
    expect(await stored()).toMatchObject([{ name: 'film.bin', intact: true, actual: { size: 3 * mebibyte + 4 } }]);
  });
});

describe('an upload whose server is replaced', () => {
  it('resumes on the new server when the storage survived', async () => {
    const { proxy, lab, data, uploader, succeeded, stored, wholeFile } = await setUp(20);
    const paused = proxy.pauseAfter(7 * mebibyte);
    const { result } = lab();
    await paused;
    await uploader.kill();
    const next = await startUploader({ DATA_DIR: data });
    proxy.reset(next.port);
    const ended = await result;
    expect(ended).toMatchObject(succeeded);
    expect(ended.errors).toContain('trying again in 250 ms');
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('fails when the storage was lost, and starts again only with --restart', async () => {
    const { proxy, lab, folder, uploader, succeeded, stored, wholeFile } = await setUp(5);
    const paused = proxy.pauseAfter(2 * mebibyte);
    const { result } = lab();
    await paused;
    await uploader.kill();
    const next = await startUploader({ DATA_DIR: join(folder, 'empty') });
    proxy.reset(next.port);
    const gone = { code: 1, output: '', errors: expect.stringMatching(/The upload is gone.*--restart/) };
    expect(await result).toMatchObject(gone);
    expect(await lab().result).toMatchObject(gone);
    expect(await stored()).toEqual([]);
    expect(await lab('--restart').result).toMatchObject(succeeded);
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('fails when no server answers within --timeout, and resumes in the next call', async () => {
    const { proxy, lab, data, uploader, succeeded } = await setUp(3);
    const paused = proxy.pauseAfter(2 * mebibyte);
    const { result } = lab('--timeout', '1');
    await paused;
    await uploader.kill();
    proxy.reset();
    expect(await result).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Run the same command again to resume'),
    });
    proxy.reset((await startUploader({ DATA_DIR: data })).port);
    expect(await lab().result).toMatchObject(succeeded);
  });
});

it('fails when the file changes while it is sent', async () => {
  const { proxy, lab, file } = await setUp(3);
  const paused = proxy.pauseAfter(2 * mebibyte);
  const { result } = lab();
  await paused;
  await appendFile(file, 'more');
  proxy.resume();
  expect(await result).toMatchObject({ code: 2, errors: expect.stringContaining('was changed while it was sent') });
});

it('sends empty files, also with Latin and Cyrillic letters in a name', async () => {
  const { proxy, folder, stored } = await setUp(0);
  const names = ['empty', 'férias ☀ пляж.jpg'];
  for (const name of names) {
    await writeFile(join(folder, name), '');
    const { code } = await startLab(['upload', join(folder, name), '--to', proxy.url], { XDG_STATE_HOME: folder })
      .result;
    expect(code).toBe(0);
  }
  expect((await stored()).map(({ name }) => name).toSorted()).toEqual(names);
});

it('sends a file of 300 MiB with less than 250 MiB of memory', async () => {
  const { proxy, lab } = await setUp(300);
  const paused = proxy.pauseAfter(290 * mebibyte);
  const { peak, result } = lab('--chunk', '1000');
  await paused;
  // Node and the program are about 90 MiB; the file would be 300 more.
  expect(await peak()).toBeLessThan(250);
  proxy.resume();
  expect(await result).toMatchObject({ code: 0 });
});

describe('lab upload with piped output', () => {
  it('writes the result to standard output, progress to standard error, and no control codes', async () => {
    const { proxy, lab } = await setUp(3);
    const { output, errors } = await lab().result;
    expect(output).toMatch(
      new RegExp(`^film\\.bin: 3\\.00 MiB, SHA-256 \\w{64}\\n${proxy.url}/v1/files/[\\w-]{36}\\n$`),
    );
    expect(errors).toMatch(/^Sending film\.bin, 3\.00 MiB.*\n(?:\d+ % .*\n)*100 %  3\.00 MiB of 3\.00 MiB\n/);
    expect(output + errors).not.toMatch(controlCode);
  });
});

/** Starts an HTTP server with these answers, in place of an uploader. */
async function serve(answer: (request: string) => Response): Promise<string> {
  const server = createServer((request, response) => {
    const { status, headers, body } = answer(`${request.method} ${request.url}`);
    response.writeHead(status, Object.fromEntries(headers));
    void (body === null ? response.end() : new Response(body).text().then((text) => response.end(text)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function runUpload(...args: string[]) {
  const folder = await testFolder();
  await writeFile(join(folder, 'file'), 'hello');
  return startLab(['upload', ...args.map((arg) => arg.replace('FOLDER', folder))], { XDG_STATE_HOME: folder }).result;
}

const oneSentence = (text: string | RegExp) => ({ code: 2, output: '', errors: expect.stringMatching(text) });

describe('lab upload', () => {
  it('reports a missing file, and a folder, in one sentence', async () => {
    const to = ['--to', 'http://127.0.0.1:9'];
    expect(await runUpload('FOLDER/none', ...to)).toMatchObject(
      oneSentence(/^.*none can't be read: there is no such file\.\n$/),
    );
    expect(await runUpload('FOLDER', ...to)).toMatchObject(oneSentence(/^.* is not a file\.\n$/));
  });

  it('reports an address without an uploader in one sentence', async () => {
    const refused = await runUpload('FOLDER/file', '--to', `http://127.0.0.1:${await freePort()}`);
    expect(refused).toMatchObject(
      oneSentence(/^There is no uploader at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*\n$/),
    );
    const other = await serve(() => new Response('<h1>Not here</h1>', { status: 404 }));
    expect(await runUpload('FOLDER/file', '--to', other)).toMatchObject(oneSentence(/^There is no uploader at .*404/));
    expect(await runUpload('FOLDER/file', '--to', 'localhost:8080')).toMatchObject(
      oneSentence(/Expected an http\(s\) URL/),
    );
    expect(await runUpload('FOLDER/file')).toMatchObject(oneSentence('--to'));
  });

  it('reports why the uploader rejects the file in one sentence', async () => {
    const { lab } = await setUp(2, { FILE_LIMIT: '1Mi' });
    expect(await lab().result).toMatchObject(oneSentence(/does not take the file: .*at most 1048576 bytes/));
  });

  it('reports stored bytes with another SHA-256, and exits with 1', async () => {
    const id = '019a0000-0000-7000-8000-000000000000';
    const createdAt = '2026-01-01T00:00:00Z';
    const file = { id, name: 'file', size: 5, type: 'a/b', sha256: 'f'.repeat(64), createdAt, uploadedBy: 'x' };
    const tus = { 'Tus-Resumable': '1.0.0', Location: `/v1/uploads/${id}`, 'Upload-Offset': '5', 'Upload-Length': '5' };
    const to = await serve((request) =>
      request.endsWith('/meta')
        ? Response.json(file)
        : new Response(null, { status: request.startsWith('POST') ? 201 : 200, headers: tus }),
    );
    expect(await runUpload('FOLDER/file', '--to', to)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/What arrived differs: SHA-256 f{64} there, 2cf24dba\w+ here\. .*--restart/),
    });
  });
});
