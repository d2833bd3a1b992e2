import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createFilesClient } from '@persistence-lab/api';
import { freePort } from '@persistence-lab/local-servers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openGate } from '../test-support/gate.ts';
import { startLab, startUploader, testFolder } from '../test-support/processes.ts';

// Processes start slowly on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;
const controlCode = /[^\P{Cc}\n]/u;

/** A file, an uploader behind a gate, and the command that sends the one to the other in small requests. */
async function setUp(mebibytes: number, env: Record<string, string> = {}) {
  const folder = await testFolder();
  const content = randomBytes(mebibytes * mebibyte);
  const file = join(folder, 'film.bin');
  await writeFile(file, content);
  const data = join(folder, 'data');
  const uploader = await startUploader({ DATA_DIR: data, ...env });
  const gate = await openGate(uploader.port);
  const lab = (...more: string[]) =>
    startLab(['upload', file, '--to', gate.url, '--chunk', '1', ...more], { XDG_STATE_HOME: folder });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const files = createFilesClient({ baseUrl: gate.url });
  return {
    folder,
    file,
    data,
    uploader,
    gate,
    lab,
    arrived: { code: 0, output: expect.stringContaining(`SHA-256 ${sha256}`) },
    /** What the server has, each file read again. */
    stored: async () => {
      const page = await files.list();
      return Promise.all(
        page.files.map(async ({ id, name, sha256: hash }) => ({ name, hash, ...(await files.verify(id)) })),
      );
    },
    wholeFile: { name: 'film.bin', hash: sha256, intact: true },
  };
}

describe('an upload that was interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 130],
    ['SIGKILL', 'SIGKILL'],
  ] as const)('by %s goes on with the next call, and does not send again what had arrived', async (signal, code) => {
    const { gate, lab, arrived, stored, wholeFile } = await setUp(20);
    const held = gate.holdAfter(12 * mebibyte);
    const first = lab();
    await held;
    first.signal(signal);
    expect(await first.result).toMatchObject({ code, output: '' });
    gate.release();
    const before = gate.passed;
    const second = await lab().result;
    expect(second).toMatchObject(arrived);
    expect(second.errors).toContain('Resuming upload');
    expect(gate.passed - before).toBeLessThan(11 * mebibyte);
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('says after Ctrl-C that it can go on', async () => {
    const { gate, lab } = await setUp(3);
    const held = gate.holdAfter(mebibyte);
    const { signal, result } = lab();
    await held;
    signal('SIGINT');
    expect((await result).errors).toContain('Interrupted. Run the same command again to resume.');
  });

  it('is refused when the file was changed since, and sent anew with --restart', async () => {
    const { gate, lab, file, stored } = await setUp(3);
    const held = gate.holdAfter(2 * mebibyte);
    const first = lab();
    await held;
    first.signal('SIGKILL');
    await first.result;
    gate.release();
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
  it('goes on with the new one by itself when the storage survived', async () => {
    const { gate, lab, data, uploader, arrived, stored, wholeFile } = await setUp(20);
    const held = gate.holdAfter(7 * mebibyte);
    const { result } = lab();
    await held;
    await uploader.kill();
    const next = await startUploader({ DATA_DIR: data });
    gate.release(next.port);
    const ended = await result;
    expect(ended).toMatchObject(arrived);
    expect(ended.errors).toContain('trying again in 250 ms');
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('is said to be gone when the storage did not, and begins anew only when it is told to', async () => {
    const { gate, lab, folder, uploader, arrived, stored, wholeFile } = await setUp(5);
    const held = gate.holdAfter(2 * mebibyte);
    const { result } = lab();
    await held;
    await uploader.kill();
    const next = await startUploader({ DATA_DIR: join(folder, 'empty') });
    gate.release(next.port);
    const gone = { code: 1, output: '', errors: expect.stringMatching(/The upload is gone.*--restart/) };
    expect(await result).toMatchObject(gone);
    expect(await lab().result).toMatchObject(gone);
    expect(await stored()).toEqual([]);
    expect(await lab('--restart').result).toMatchObject(arrived);
    expect(await stored()).toMatchObject([wholeFile]);
  });

  it('is given up when nothing answers for as long as it may wait, and can go on later', async () => {
    const { gate, lab, data, uploader, arrived } = await setUp(3);
    const held = gate.holdAfter(2 * mebibyte);
    const { result } = lab('--timeout', '1');
    await held;
    await uploader.kill();
    gate.release();
    expect(await result).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Run the same command again to resume'),
    });
    gate.release((await startUploader({ DATA_DIR: data })).port);
    expect(await lab().result).toMatchObject(arrived);
  });
});

it('notices that the file is written to while it is sent', async () => {
  const { gate, lab, file } = await setUp(3);
  const held = gate.holdAfter(2 * mebibyte);
  const { result } = lab();
  await held;
  await appendFile(file, 'more');
  gate.resume();
  expect(await result).toMatchObject({ code: 2, errors: expect.stringContaining('was changed while it was sent') });
});

it('sends an empty file, and one under a name of many alphabets', async () => {
  const { gate, folder, stored } = await setUp(0);
  const names = ['empty', 'férias ☀ пляж.jpg'];
  for (const name of names) {
    await writeFile(join(folder, name), '');
    const { code } = await startLab(['upload', join(folder, name), '--to', gate.url], { XDG_STATE_HOME: folder })
      .result;
    expect(code).toBe(0);
  }
  expect((await stored()).map(({ name }) => name).toSorted()).toEqual(names);
});

it('needs little memory, whatever the size of the file', async () => {
  const { gate, lab } = await setUp(300);
  const held = gate.holdAfter(290 * mebibyte);
  const { peak, result } = lab('--chunk', '1000');
  await held;
  // Node and the program are about 90 MiB; the file would be 300 more.
  expect(await peak()).toBeLessThan(250);
  gate.resume();
  expect(await result).toMatchObject({ code: 0 });
});

describe('piped', () => {
  it('writes its result to standard output, the rest to standard error, and no control codes', async () => {
    const { gate, lab } = await setUp(3);
    const { output, errors } = await lab().result;
    expect(output).toMatch(
      new RegExp(`^film\\.bin: 3\\.00 MiB, SHA-256 \\w{64}\\n${gate.url}/v1/files/[\\w-]{36}\\n$`),
    );
    expect(errors).toMatch(/^Sending film\.bin, 3\.00 MiB.*\n(?:\d+ % .*\n)*100 %  3\.00 MiB of 3\.00 MiB\n/);
    expect(output + errors).not.toMatch(controlCode);
  });
});

/** An HTTP server that is not what it should be. */
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

async function said(...args: string[]) {
  const folder = await testFolder();
  await writeFile(join(folder, 'file'), 'hello');
  return startLab(['upload', ...args.map((arg) => arg.replace('FOLDER', folder))], { XDG_STATE_HOME: folder }).result;
}

const oneSentence = (text: string | RegExp) => ({ code: 2, output: '', errors: expect.stringMatching(text) });

describe('in one sentence it says', () => {
  it('that there is no such file, or that it is none', async () => {
    const to = ['--to', 'http://127.0.0.1:9'];
    expect(await said('FOLDER/none', ...to)).toMatchObject(
      oneSentence(/^.*none can't be read: there is no such file\.\n$/),
    );
    expect(await said('FOLDER', ...to)).toMatchObject(oneSentence(/^.* is not a file\.\n$/));
  });

  it('that nothing, or something else, is at the address', async () => {
    const refused = await said('FOLDER/file', '--to', `http://127.0.0.1:${await freePort()}`);
    expect(refused).toMatchObject(
      oneSentence(/^There is no uploader at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*\n$/),
    );
    const other = await serve(() => new Response('<h1>Not here</h1>', { status: 404 }));
    expect(await said('FOLDER/file', '--to', other)).toMatchObject(oneSentence(/^There is no uploader at .*404/));
    expect(await said('FOLDER/file', '--to', 'localhost:8080')).toMatchObject(oneSentence(/Expected an http\(s\) URL/));
    expect(await said('FOLDER/file')).toMatchObject(oneSentence('--to'));
  });

  it('why the uploader does not take the file', async () => {
    const { lab } = await setUp(2, { FILE_LIMIT: '1Mi' });
    expect(await lab().result).toMatchObject(oneSentence(/does not take the file: .*at most 1048576 bytes/));
  });

  it('that what arrived is something else', async () => {
    const id = '019a0000-0000-7000-8000-000000000000';
    const createdAt = '2026-01-01T00:00:00Z';
    const file = { id, name: 'file', size: 5, type: 'a/b', sha256: 'f'.repeat(64), createdAt, uploadedBy: 'x' };
    const tus = { 'Tus-Resumable': '1.0.0', Location: `/v1/uploads/${id}`, 'Upload-Offset': '5', 'Upload-Length': '5' };
    const to = await serve((request) =>
      request.endsWith('/meta')
        ? Response.json(file)
        : new Response(null, { status: request.startsWith('POST') ? 201 : 200, headers: tus }),
    );
    expect(await said('FOLDER/file', '--to', to)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/What arrived differs: SHA-256 f{64} there, 2cf24dba\w+ here\. .*--restart/),
    });
  });
});
