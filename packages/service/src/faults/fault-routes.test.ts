import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProcess } from '../test-support/start-process.ts';
import { createTestService, problemType } from '../test-support/test-service.ts';

const post = (url: string) => fetch(url, { method: 'POST' });

async function residentMemory(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1]);
}

it.each(['crash', 'hang', 'unready', 'fill', 'oom'])('%s answers 404 unless faults are enabled', async (fault) => {
  const { app } = createTestService({ dataFolder: '/nowhere' });
  await request(app).post(`/faults/${fault}`).expect(404);
});

describe('crash', () => {
  it('ends the process without a response and without closing the store', async () => {
    const service = await startProcess({ FAULTS_ENABLED: 'true' });
    await expect(post(`${service.url}/faults/crash`)).rejects.toThrow('fetch failed');
    expect(await service.exitCode).toBe(134);
    expect(service.lines.map(({ msg }) => msg)).toEqual(['listening']);
  });
});

describe('hang', () => {
  it('responds, then blocks the process for the given seconds', async () => {
    const service = await startProcess({ FAULTS_ENABLED: 'true' });
    const before = performance.now();
    const hung = await post(`${service.url}/faults/hang?seconds=1`);
    expect(hung.status).toBe(202);
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(990);
  });

  it('blocks the process for ever without seconds', async () => {
    const service = await startProcess({ FAULTS_ENABLED: 'true' });
    expect(await (await post(`${service.url}/faults/hang`)).json()).toEqual({ hanging: 'for ever' });
    const signal = AbortSignal.timeout(500);
    await expect(fetch(`${service.url}/livez`, { signal })).rejects.toThrow('timeout');
  });
});

describe('unready', () => {
  it('toggles readiness without seconds', async () => {
    const { app } = createTestService({ faults: true });
    const first = await request(app).post('/faults/unready').expect(200);
    expect(first.body).toEqual({ unready: true });
    await request(app).get('/readyz').expect(503);
    await request(app).get('/livez').expect(200);
    const second = await request(app).post('/faults/unready').expect(200);
    expect(second.body).toEqual({ unready: false });
    await request(app).get('/readyz').expect(200);
  });

  it('ends after the given seconds', async () => {
    const { app } = createTestService({ faults: true });
    await request(app).post('/faults/unready?seconds=3600').expect(200);
    await request(app).get('/readyz').expect(503);
    await request(app).post('/faults/unready?seconds=0').expect(200);
    await request(app).get('/readyz').expect(200);
  });

  it.each(['', 'x', '-1', '1e3', '1&seconds=2'])('rejects seconds=%s', async (seconds) => {
    const { app } = createTestService({ faults: true });
    const { body } = await request(app).post(`/faults/unready?seconds=${seconds}`).expect(400);
    expect(body).toMatchObject({ type: problemType('invalid-parameters'), errors: [{ parameter: 'seconds' }] });
  });
});

describe('fill', () => {
  it('occupies space in the data folder and frees it', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'fill-'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true }));
    const { app } = createTestService({ faults: true, dataFolder });
    const { body } = await request(app).post('/faults/fill?bytes=3000000').expect(200);
    expect(body).toEqual({ written: 3_000_000, full: false });
    const { size, blocks } = statSync(join(dataFolder, 'fault-fill.bin'));
    expect(size).toBe(3_000_000);
    expect(blocks * 512).toBeGreaterThanOrEqual(3_000_000);
    await request(app).delete('/faults/fill').expect(204);
    expect(() => statSync(join(dataFolder, 'fault-fill.bin'))).toThrow('ENOENT');
    await request(app).delete('/faults/fill').expect(204);
  });

  it('answers 503 when it cannot write, and 404 without a data folder', async () => {
    const missing = createTestService({ faults: true, dataFolder: '/no/such/folder' });
    await request(missing.app).post('/faults/fill?bytes=1').expect(503);
    await request(createTestService({ faults: true }).app)
      .post('/faults/fill')
      .expect(404);
  });
});

describe('oom', () => {
  it('allocates the given bytes for good', async () => {
    const service = await startProcess({ FAULTS_ENABLED: 'true' });
    const before = await residentMemory(service.url);
    const response = await post(`${service.url}/faults/oom?bytes=200000000`);
    expect(await response.json()).toEqual({ taken: 200_000_000 });
    expect((await residentMemory(service.url)) - before).toBeGreaterThan(190_000_000);
  });
});
