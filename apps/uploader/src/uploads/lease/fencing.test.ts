import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startUploaderProcess } from '../../test-support/process.ts';
import { createUpload, offsetOf, patch } from '../../test-support/tus.ts';

// Processes start slowly while other tests keep the machine busy.
vi.setConfig({ testTimeout: 120_000 });

const mebibyte = 1024 * 1024;
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

async function twoReplicas() {
  const folder = await mkdtemp(join(tmpdir(), 'replicas-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const start = (pod: string) => startUploaderProcess({ DATA_DIR: folder, UPLOAD_LEASE: '400ms', POD_NAME: pod });
  const [a, b] = await Promise.all([start('pod-a'), start('pod-b')]);
  return { folder, a, b, start };
}

/** A PATCH whose body the test sends in pieces. */
function slowPatch(url: string, path: string, offset: number, length: number) {
  const sending = request(`${url}${path}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': String(length),
    },
  });
  const answered = once(sending, 'response').then(async ([answer]) => {
    const response = answer as IncomingMessage;
    return { status: response.statusCode, body: await text(response) };
  });
  // The server may close the connection of a request that lost its lease.
  const outcome = answered.catch(() => ({ status: 'connection closed', body: '' }));
  sending.on('error', () => undefined);
  return { sending, outcome };
}

/** Waits until the replica at `url` reports at least that offset. */
const untilAt = (url: string, path: string, offset: number) =>
  vi.waitFor(async () => expect(await offsetOf(url, path)).toBeGreaterThanOrEqual(offset), { timeout: 60_000 });

it('keeps bytes written after a takeover when the suspended former holder resumes', async () => {
  const { a, b } = await twoReplicas();
  const [common, late, right] = [randomBytes(3 * mebibyte), randomBytes(5 * mebibyte), randomBytes(5 * mebibyte)];
  const path = await createUpload(a.url, 8 * mebibyte);
  const { sending, outcome } = slowPatch(a.url, path, 0, 8 * mebibyte);
  sending.write(common);
  await untilAt(b.url, path, common.length);

  a.signal('SIGSTOP');
  sending.write(late.subarray(0, 4 * mebibyte));
  const taken = await vi.waitFor(
    async () => {
      const answer = await patch(b.url, path, common.length, right.subarray(0, 2 * mebibyte));
      expect(answer.status).toBe(204);
      return answer;
    },
    { timeout: 60_000 },
  );
  expect(taken.headers.get('upload-offset')).toBe(String(5 * mebibyte));
  a.signal('SIGCONT');
  sending.end(late.subarray(4 * mebibyte));
  expect([409, 423, 'connection closed']).toContain((await outcome).status);

  expect(await offsetOf(a.url, path)).toBe(5 * mebibyte);
  expect((await patch(b.url, path, 5 * mebibyte, right.subarray(2 * mebibyte))).status).toBe(204);
  const { files } = await a.client.list();
  expect(files).toMatchObject([{ size: 8 * mebibyte, sha256: sha256(common, right) }]);
  expect(await b.client.verify(files[0]!.id)).toMatchObject({ intact: true });
});

it('takes over the upload of a dead holder within seconds, with every acknowledged byte', async () => {
  const { folder, a, b } = await twoReplicas();
  const content = randomBytes(6 * mebibyte);
  const path = await createUpload(b.url, content.length);
  const { sending } = slowPatch(a.url, path, 0, content.length);
  sending.write(content.subarray(0, 4 * mebibyte));
  await untilAt(b.url, path, 4 * mebibyte);
  await a.end('SIGKILL');
  const offset = await offsetOf(b.url, path);
  expect((await patch(b.url, path, offset, content.subarray(offset))).status).toBe(204);
  expect((await b.client.list()).files).toMatchObject([{ size: content.length, sha256: sha256(content) }]);
  expect(await readdir(join(folder, 'uploads'))).toEqual([]);
});

it('accepts exactly one of many concurrent PATCHes at one offset, across replicas', async () => {
  const { a, b } = await twoReplicas();
  for (let round = 0; round < 10; round += 1) {
    const bodies = Array.from({ length: 6 }, () => randomBytes(100_000));
    const path = await createUpload(a.url, 100_000);
    const answers = await Promise.all(bodies.map((body, index) => patch([a, b][index % 2]!.url, path, 0, body)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => ![204, 404, 409, 423].includes(status))).toEqual([]);
    const { files } = await b.client.list({ limit: 1 });
    expect(files[0]!.sha256).toBe(sha256(bodies[statuses.indexOf(204)]!));
  }
});

it('keeps the lease with a holder that receives bytes and refuses other requests', async () => {
  const { a, b } = await twoReplicas();
  const path = await createUpload(a.url, 2_000_000);
  const { sending, outcome } = slowPatch(a.url, path, 0, 2_000_000);
  const bit = randomBytes(1000);
  const interval = setInterval(() => sending.write(bit), 10);
  onTestFinished(() => clearInterval(interval));
  await untilAt(b.url, path, 1000);
  const refused = await patch(b.url, path, await offsetOf(b.url, path), bit);
  expect([409, 423]).toContain(refused.status);
  const here = await patch(a.url, path, await offsetOf(a.url, path), bit);
  expect([409, 423]).toContain(here.status);
  clearInterval(interval);
  sending.destroy();
  await outcome;
});
