import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { expect, it, onTestFinished, type TestContext, vi } from 'vitest';
import { startUploader } from './test-support/app.ts';
import { createUpload, offsetOf, patch } from './test-support/tus.ts';

// Tests are slow while others keep the machine busy.
vi.setConfig({ testTimeout: 60_000 });

const mebibyte = 1024 * 1024;

/** Mounts a small tmpfs for one test. */
async function mountDisk(size: string, { skip }: TestContext): Promise<string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) skip('mounting a disk requires root');
  const folder = await mkdtemp(join(tmpdir(), 'disk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    skip(`mounting a disk is not permitted: ${String(error)}`);
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

const remount = (folder: string, options: string) => execFileSync('mount', ['-o', `remount,${options}`, folder]);

async function startOnDisk(folder: string, env: Record<string, string> = {}) {
  const uploader = await startUploader({ DATA_DIR: folder, ...env });
  // Stop before the disk is unmounted: vitest runs these in reverse order.
  onTestFinished(() => uploader.stop());
  const upload = (bytes: number) => request(uploader.url).post('/v1/files').attach('f', Buffer.alloc(bytes), 'f');
  return { ...uploader, upload, get: (path: string) => request(uploader.url).get(path) };
}

it('answers 507 before reading an upload that would not leave the floor free', async (context) => {
  const folder = await mountDisk('8m', context);
  const { upload, get, leftovers } = await startOnDisk(folder, { FREE_SPACE_FLOOR: '4Mi' });
  const refused = await upload(5 * mebibyte);
  expect([refused.status, refused.body.type]).toEqual([507, expect.stringMatching(/no-space$/)]);
  expect(refused.text).not.toContain(folder);
  await upload(2 * mebibyte).expect(201);
  await upload(2 * mebibyte).expect(507);
  await get('/readyz').expect(200);
  expect(await leftovers()).toEqual([]);
});

it('answers 507 when an upload fills the disk, removes its bytes, and accepts later uploads', async (context) => {
  const folder = await mountDisk('8m', context);
  const { upload, get, url, store, leftovers } = await startOnDisk(folder);
  const { body } = await upload(mebibyte).expect(201);
  // Without a Content-Length the size is unknown in advance.
  const boundary = 'XXX';
  async function* endless() {
    yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n`);
    for (let sent = 0; sent < 20; sent += 1) yield Buffer.alloc(mebibyte);
  }
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const refused = await fetch(`${url}/v1/files`, { method: 'POST', headers, body: endless(), duplex: 'half' });
  expect(refused.status).toBe(507);
  expect(await leftovers()).toEqual([]);
  expect((await store.list(10)).files).toEqual(body.files);
  await upload(mebibyte).expect(201);
  await get(`/v1/files/${body.files[0].id}`).expect(200);
});

it('still serves and deletes files while another process has filled the disk', async (context) => {
  const folder = await mountDisk('8m', context);
  const { upload, get, url } = await startOnDisk(folder, { FAULTS_ENABLED: 'true' });
  const { body } = await upload(mebibyte).expect(201);
  expect((await request(url).post('/faults/fill')).body).toMatchObject({ full: true });
  await upload(1000).expect(507);
  await get('/v1/files').expect(200, { files: body.files, next: null });
  await get('/v1/storage').expect(200);
  await request(url).delete(`/v1/files/${body.files[0].id}`).expect(204);
  await upload(1000).expect(201);
});

it('serves files from a read-only disk, answers changes with 503, and recovers when the disk is writable', async (context) => {
  const folder = await mountDisk('8m', context);
  const before = await startUploader({ DATA_DIR: folder });
  const { body } = await request(before.url).post('/v1/files').attach('f', Buffer.from('hello'), 'f');
  const path = `/v1/files/${body.files[0].id}`;
  await before.stop();
  remount(folder, 'ro');

  const { upload, get, url, backgroundErrors } = await startOnDisk(folder);
  expect(backgroundErrors).toMatchObject([{ code: 'unavailable' }]);
  const refused = await upload(1000);
  expect([refused.status, refused.body.type]).toEqual([503, expect.stringMatching(/unavailable$/)]);
  expect(refused.text).not.toContain(folder);
  await request(url).delete(path).expect(503);
  await get('/readyz').expect(503);
  await get('/livez').expect(200);
  await get(`${path}/verify`).expect(200);

  remount(folder, 'rw');
  await get('/readyz').expect(200);
  await upload(1000).expect(201);
  await request(url).delete(path).expect(204);
});

it('refuses to create an upload that does not fit, and keeps the received bytes of one when space runs out', async (context) => {
  const folder = await mountDisk('8m', context);
  const { url, get } = await startOnDisk(folder, { FREE_SPACE_FLOOR: '2Mi', FAULTS_ENABLED: 'true' });
  await expect(createUpload(url, 7 * mebibyte)).rejects.toThrow(/^507 .*no-space/);
  const content = Buffer.alloc(4 * mebibyte, 'content');
  const path = await createUpload(url, content.length);
  expect((await patch(url, path, 0, content.subarray(0, mebibyte))).status).toBe(204);
  await request(url).post('/faults/fill');
  expect((await patch(url, path, mebibyte, content.subarray(mebibyte))).status).toBe(507);
  const offset = await offsetOf(url, path);
  expect(offset).toBeGreaterThanOrEqual(mebibyte);
  await request(url).delete('/faults/fill');
  expect((await patch(url, path, offset, content.subarray(offset))).status).toBe(204);
  await get(`/v1/files/${path.split('/').at(-1)}/verify`).expect(200, /"intact":true/);
});
