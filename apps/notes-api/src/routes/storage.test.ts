import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notesOpenApi, notesStorageReportSchema } from '@persistence-lab/api';
import { expect, it } from 'vitest';
import { draft, openApp, testFolder } from '../test-support/app.ts';

it('reports the responding pod and the volume of the file store', async () => {
  const DATA_DIR = await testFolder();
  const { request } = await openApp({
    DATA_DIR,
    POD_NAMESPACE: 'lab',
    NODE_NAME: 'node-1',
    STORAGE_KIND: 'pvc',
    CLAIM_NAME: 'notes',
  });
  await request.post('/v1/notes').send(draft);
  const { body } = await request.get('/v1/storage').expect(200);
  const report = notesStorageReportSchema.parse(body);
  expect(report).toMatchObject({ pod: 'pod-1', namespace: 'lab', node: 'node-1', kind: 'pvc', claim: 'notes' });
  expect(report).toMatchObject({ store: 'file', notes: 1, journals: 1, tornLines: 0, syncs: 1 });
  expect(report.location.startsWith(DATA_DIR)).toBe(true);
  expect(report.bytes).toBeGreaterThan(0);
  expect(report.volume?.path).toBe(DATA_DIR);
  expect(report.volume?.bytesTotal).toBeGreaterThan(report.volume?.bytesFree ?? Infinity);
});

it('reports null for the volume of other stores, and for what is not configured', async () => {
  const { request } = await openApp({ STORE: 'memory' });
  const { body } = await request.get('/v1/storage').expect(200);
  expect(notesStorageReportSchema.parse(body)).toMatchObject({ store: 'memory', volume: null });
  expect(body).toMatchObject({ namespace: null, node: null, kind: 'unknown', claim: null });
});

it('serves exactly the routes of its OpenAPI document', async () => {
  const { request } = await openApp({ STORE: 'memory' });
  const { body } = await request.get('/openapi.json').expect(200);
  expect(body).toEqual(notesOpenApi());
  const methods = ['get', 'put', 'post', 'delete'] as const;
  for (const [path, item] of Object.entries(notesOpenApi().paths)) {
    const url = path.replace('{id}', 'x');
    const served = (await request.options(url)).headers['allow']?.toLowerCase().split(', ');
    expect(served?.filter((method) => method !== 'head').toSorted()).toEqual(
      methods.filter((method) => item[method]).toSorted(),
    );
  }
});

it('fills the data folder by the given bytes, and frees the space', async () => {
  const { request, config } = await openApp({ FAULTS_ENABLED: 'true' });
  const file = join(config.dataDir, 'fault-fill.bin');
  const { body } = await request.post('/faults/fill?bytes=1500000').expect(200);
  expect(body).toEqual({ written: 1_500_000, full: false });
  expect((await stat(file)).size).toBe(1_500_000);
  await request.post('/v1/notes').send(draft).expect(201);
  for (const bytes of ['-1', 'many', '1&bytes=2']) await request.post(`/faults/fill?bytes=${bytes}`).expect(400);
  await request.delete('/faults/fill').expect(204);
  await request.delete('/faults/fill').expect(204);
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.each([{ FAULTS_ENABLED: 'false' }, { FAULTS_ENABLED: 'true', STORE: 'memory' }])(
  'has no fill fault with %o',
  async (env) => {
    const { request } = await openApp(env);
    await request.post('/faults/fill?bytes=1').expect(404);
  },
);
