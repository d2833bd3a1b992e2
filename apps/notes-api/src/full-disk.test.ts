import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished, type TestContext } from 'vitest';
import { mkdir } from 'node:fs/promises';
import { draft, openApp, testFolder } from './test/app.ts';

/** A disk of its own for one test: mounting needs root. */
async function mountDisk(size: string, { skip }: TestContext): Promise<string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) skip('only root may mount a small disk');
  const folder = join(await testFolder(), 'disk');
  await mkdir(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    skip(`this machine lets nobody mount: ${String(error)}`);
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

const remount = (folder: string, options: string) => execFileSync('mount', ['-o', `remount,${options}`, folder]);

it('answers 507 while the disk is full, goes on reading, and recovers when there is space', async (context) => {
  const DATA_DIR = await mountDisk('4m', context);
  const { request } = await openApp({ DATA_DIR, FAULTS_ENABLED: 'true' });
  const kept = await request.post('/v1/notes').send(draft).expect(201);
  await request.get('/readyz').expect(200);

  expect((await request.post('/faults/fill')).body).toMatchObject({ full: true });
  const refused = await request.post('/v1/notes').send({ title: 'a', text: 'x'.repeat(90_000) });
  expect([refused.status, refused.body.type]).toEqual([507, expect.stringMatching(/no-space$/)]);
  expect(refused.text).not.toContain(DATA_DIR);
  await request.get('/readyz').expect(503);
  await request.get('/livez').expect(200);
  expect((await request.get(kept.headers['location']!).expect(200)).body).toEqual(kept.body);
  expect((await request.get('/v1/notes').expect(200)).body.notes).toEqual([kept.body]);
  await request.get('/v1/storage').expect(200);

  await request.delete('/faults/fill').expect(204);
  await request.get('/readyz').expect(200);
  const after = await request.post('/v1/notes').send({ title: 'after', text: '' }).expect(201);
  expect((await request.get('/v1/notes')).body.notes).toEqual([after.body, kept.body]);
  await request.delete(kept.headers['location']!).expect(204);
});

it('serves what is there from a read-only disk, answers 503 to changes, and recovers when it is not', async (context) => {
  const DATA_DIR = await mountDisk('4m', context);
  const before = await openApp({ DATA_DIR });
  const kept = await before.request.post('/v1/notes').send(draft).expect(201);
  await before.store.close();
  // Not under a service that runs: the system lets no disk become read-only while a file on it is open for writing.
  remount(DATA_DIR, 'ro');

  const { request } = await openApp({ DATA_DIR });
  const refused = await request.post('/v1/notes').send(draft);
  expect([refused.status, refused.body.type]).toEqual([503, expect.stringMatching(/unavailable$/)]);
  expect(refused.text).not.toContain(DATA_DIR);
  await request.get('/readyz').expect(503);
  await request.get('/livez').expect(200);
  expect((await request.get(kept.headers['location']!).expect(200)).body).toEqual(kept.body);

  remount(DATA_DIR, 'rw');
  await request.get('/readyz').expect(200);
  await request.post('/v1/notes').send(draft).expect(201);
  expect((await request.get('/v1/notes')).body.notes).toHaveLength(2);
});
