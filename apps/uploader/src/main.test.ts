import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runUploader, startUploaderProcess } from './test-support/process.ts';
import { createUpload, terminate } from './test-support/tus.ts';

// Processes start slowly while other tests keep the machine busy.
vi.setConfig({ testTimeout: 120_000 });

const mebibyte = Buffer.alloc(1024 * 1024, 'Persistence Lab. ');

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'uploader-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** A form with one file of so many mebibytes, generated while it is sent. `pause` runs after each mebibyte. */
function bigForm(mebibytes: number, pause: (sent: number) => Promise<void> = async () => {}) {
  const hash = createHash('sha256');
  async function* body() {
    yield Buffer.from('--XXX\r\nContent-Disposition: form-data; name="f"; filename="big"\r\n\r\n');
    for (let sent = 1; sent <= mebibytes; sent += 1) {
      hash.update(mebibyte);
      yield mebibyte;
      await pause(sent);
    }
    yield Buffer.from('\r\n--XXX--\r\n');
  }
  const headers = { 'content-type': 'multipart/form-data; boundary=XXX' };
  return { init: { method: 'POST', headers, body: body(), duplex: 'half' } as const, sha256: () => hash.digest('hex') };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name !== 'alive').map((entry) => entry.parentPath);
}

it('after SIGKILL during an upload has every acknowledged file, lists nothing else, and removes temporary files', async () => {
  const env = { DATA_DIR: await testFolder(), ABANDONED_AFTER: '200ms' };
  const first = await startUploaderProcess(env);
  const [kept] = await first.client.upload([{ name: 'kept', content: new Blob(['acknowledged']) }]);
  const { init } = bigForm(64, async (sent) => {
    if (sent !== 8) return;
    // Half a file is on disk, and no response was sent.
    await vi.waitFor(async () => expect(await filesUnder(join(env.DATA_DIR, 'incoming'))).toHaveLength(1));
    await first.end('SIGKILL');
  });
  await expect(fetch(`${first.url}/v1/files`, init)).rejects.toThrow('fetch failed');
  expect(await filesUnder(join(env.DATA_DIR, 'incoming'))).toHaveLength(1);

  const second = await startUploaderProcess(env);
  expect((await second.client.list()).files).toEqual([kept]);
  expect(await second.client.verify(kept!.id)).toMatchObject({ intact: true });
  await vi.waitFor(async () => expect(await filesUnder(join(env.DATA_DIR, 'incoming'))).toEqual([]), {
    timeout: 10_000,
  });
  expect((await second.client.list()).files).toEqual([kept]);
});

it('stores 200 MiB in constant memory and has them intact after SIGKILL', async () => {
  const env = { DATA_DIR: await testFolder() };
  const first = await startUploaderProcess(env);
  await first.client.upload([{ name: 'warm', content: new Blob(['up']) }]);
  const before = await first.memory();
  const { init, sha256 } = bigForm(200);
  const answer = await fetch(`${first.url}/v1/files`, init);
  expect(answer.status).toBe(201);
  const { files } = (await answer.json()) as { files: { id: string; size: number; sha256: string }[] };
  expect(files).toMatchObject([{ size: 200 * 1024 * 1024, sha256: sha256() }]);
  // A buffered upload would need 200 MiB and more.
  expect((await first.memory()).highest - before.now).toBeLessThan(128);
  await first.end('SIGKILL');

  const second = await startUploaderProcess(env);
  expect(await second.client.verify(files[0]!.id)).toMatchObject({ intact: true });
});

/** The beginnings of requests whose bodies have another megabyte. */
const beginnings = (path: string) => {
  const rest = `Host: x\r\nContent-Length: 2000000\r\n`;
  const bytes = 'x'.repeat(1_000_000);
  return [
    `POST /v1/files HTTP/1.1\r\n${rest}Content-Type: multipart/form-data; boundary=XXX\r\n\r\n--XXX\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n${bytes}`,
    `PUT /v1/files/0b7e7a54-6f1c-4f1e-9f5c-0d8f6c1f2a3b HTTP/1.1\r\n${rest}\r\n${bytes}`,
    `PATCH ${path} HTTP/1.1\r\n${rest}Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n\r\n${bytes}`,
  ];
};

async function sendAndAbort(url: string, request: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(request, resolve));
  socket.destroy();
}

it('frees descriptors, disk and memory of hundreds of aborted requests', async () => {
  const env = { DATA_DIR: await testFolder() };
  const server = await startUploaderProcess(env);
  const abortAll = async (rounds: number) => {
    for (let round = 0; round < rounds; round += 1) {
      const path = await createUpload(server.url, 2_000_000);
      await Promise.all(beginnings(path).map((request) => sendAndAbort(server.url, request)));
      await vi.waitFor(async () => expect([204, 423]).toContain((await terminate(server.url, path)).status));
    }
  };
  await abortAll(20);
  const before = { memory: (await server.memory()).now, descriptors: await server.descriptors() };
  await abortAll(150);
  await vi.waitFor(async () => expect(await filesUnder(env.DATA_DIR)).toEqual([]), { timeout: 30_000 });
  await vi.waitFor(async () => expect(await server.descriptors()).toBeLessThanOrEqual(before.descriptors + 2), {
    timeout: 30_000,
  });
  // The 450 partial bodies have 400 MiB.
  expect((await server.memory()).now - before.memory).toBeLessThan(128);
  expect((await server.client.list()).files).toEqual([]);
});

it('completes an upload in progress on SIGTERM and removes its temporary folder', async () => {
  const env = { DATA_DIR: await testFolder(), SHUTDOWN_DEADLINE: '60s' };
  const first = await startUploaderProcess(env);
  let ended: Promise<unknown> | undefined;
  const { init } = bigForm(16, async (sent) => {
    if (sent !== 8) return;
    ended = first.end('SIGTERM');
    await vi.waitFor(() => expect(fetch(`${first.url}/livez`)).rejects.toThrow('fetch failed'));
  });
  expect((await fetch(`${first.url}/v1/files`, init)).status).toBe(201);
  expect(await ended).toBe(0);
  expect(await readdir(join(env.DATA_DIR, 'incoming'))).toEqual([]);
  const second = await startUploaderProcess(env);
  expect((await second.client.list()).files).toHaveLength(1);
});

it('reports every invalid environment variable in one message and exits with 78', async () => {
  const { code, errors } = await runUploader({ FILE_LIMIT: 'big', FREE_SPACE_FLOOR: 'x', STALL_TIMEOUT: '1' });
  expect(code).toBe(78);
  for (const name of ['FILE_LIMIT', 'FREE_SPACE_FLOOR', 'STALL_TIMEOUT']) expect(errors).toContain(name);
});

it('reports why it cannot create its data directory and exits with 1', async () => {
  const file = join(await testFolder(), 'file');
  await writeFile(file, '');
  const { code, output } = await runUploader({ DATA_DIR: join(file, 'data') });
  expect(code).toBe(1);
  expect(output).toContain('creating the folder');
});
