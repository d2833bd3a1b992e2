import { Router } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createTestService, problemType } from './test-support/test-service.ts';

describe('health', () => {
  it('answers /livez without calling the probe', async () => {
    let probes = 0;
    const { app } = createTestService({ probe: async () => void probes++ });
    await request(app).get('/livez').expect(200);
    expect(probes).toBe(0);
  });

  it('answers /readyz with a problem that states why the service is not ready', async () => {
    const { app } = createTestService({ probe: () => Promise.reject(new Error('the disk is full')) });
    const { body, headers } = await request(app).get('/readyz').expect(503);
    expect(body).toMatchObject({ type: problemType('not-ready'), detail: 'the disk is full' });
    expect(headers['retry-after']).toBe('1');
    await request(app).get('/livez').expect(200);
  });
});

it('forbids sniffing, framing and loading, and sends no HSTS over plain HTTP', async () => {
  const { app } = createTestService();
  const { headers } = await request(app).get('/livez');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('x-powered-by');
});

describe('OPTIONS', () => {
  const uploads = Router().post('/v1/files', (_request, response) => void response.json({}));
  const files = Router()
    .get('/v1/files', (_request, response) => void response.json({}))
    .delete('/v1/files/:id', (_request, response) => void response.status(204).end());

  it('names the methods of a path from all routers that serve it', async () => {
    const { app } = createTestService({ routes: [uploads, files] });
    const response = await request(app).options('/v1/files').expect(200);
    expect(response.headers['allow']).toBe('GET, HEAD, POST');
    expect(response.text).toBe('GET, HEAD, POST');
  });

  it('is left to a route that handles it', async () => {
    const own = Router().options('/v1/files', (_request, response) => void response.status(204).end());
    const { app } = createTestService({ routes: [uploads, files, own] });
    await request(app).options('/v1/files').expect(204);
    await request(app).options('/v1/other').expect(404);
  });
});
