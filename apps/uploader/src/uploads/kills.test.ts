import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as tus from 'tus-js-client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startUploaderProcess } from '../test-support/process.ts';
import { offsetOf } from '../test-support/tus.ts';

const kills = Number(process.env['KILLS'] ?? 5);

// Every kill is followed by a start, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 + kills * 30_000 });

const mebibyte = 1024 * 1024;

/** Uploads with tus-js-client, or resumes the upload at `path`. */
function startClient(content: Buffer, url: string, path: string | undefined) {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  let acknowledged = 0;
  const upload = new tus.Upload(content, {
    ...(path === undefined ? { endpoint: `${url}/v1/uploads` } : { uploadUrl: `${url}${path}` }),
    metadata: { filename: 'killed.bin' },
    chunkSize: 3 * mebibyte,
    retryDelays: null,
    onChunkComplete: (_size, offset) => (acknowledged = offset),
    onSuccess: () => resolve(),
    onError: reject,
  });
  upload.start();
  return {
    ended,
    /** The last offset that the server acknowledged. */
    get acknowledged() {
      return acknowledged;
    },
    get path() {
      return upload.url === null ? path : new URL(upload.url).pathname;
    },
  };
}

it(`keeps every acknowledged byte over ${kills} SIGKILLs at random times and ends with the right hash`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kills-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const env = { DATA_DIR: folder, UPLOAD_LEASE: '100ms', ABANDONED_AFTER: '300ms' };
  let server = await startUploaderProcess(env);
  let finished = 0;
  let path: string | undefined;
  let content = randomBytes(20 * mebibyte);

  const expectComplete = async () => {
    const id = path!.split('/').at(-1)!;
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await server.client.meta(id)).toMatchObject({ name: 'killed.bin', size: content.length, sha256 });
    expect(await server.client.verify(id)).toMatchObject({ intact: true });
    finished += 1;
    path = undefined;
    content = randomBytes(20 * mebibyte);
  };

  for (let killed = 0; killed < kills; killed += 1) {
    const client = startClient(content, server.url, path);
    const ended = client.ended.then(
      () => true,
      () => false,
    );
    await Promise.race([setTimeout(Math.random() * 400), ended]);
    await server.end('SIGKILL');
    const complete = await ended;
    ({ path } = client);
    server = await startUploaderProcess(env);
    // The response to the creation itself may be lost.
    if (path !== undefined) expect(await offsetOf(server.url, path)).toBeGreaterThanOrEqual(client.acknowledged);
    if (complete) await expectComplete();
  }
  const last = startClient(content, server.url, path);
  await last.ended;
  ({ path } = last);
  await expectComplete();

  const { files } = await server.client.list({ limit: 500 });
  for (const { id } of files) expect(await server.client.verify(id)).toMatchObject({ intact: true });
  expect(files.length).toBeGreaterThanOrEqual(finished);
  await vi.waitFor(async () => expect(await readdir(join(folder, 'incoming'))).toHaveLength(1), { timeout: 30_000 });
});
