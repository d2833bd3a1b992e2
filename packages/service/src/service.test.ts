import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createTestService, problemType } from './test/test-service.ts';

describe('health', () => {
  it('is alive whatever the probe says, and without asking it', async () => {
    let probes = 0;
    const { app } = createTestService({ probe: async () => void probes++ });
    await request(app).get('/livez').expect(200);
    expect(probes).toBe(0);
  });

  it('says by a problem why it is not ready', async () => {
    const { app } = createTestService({ probe: () => Promise.reject(new Error('the disk is full')) });
    const { body, headers } = await request(app).get('/readyz').expect(503);
    expect(body).toMatchObject({ type: problemType('not-ready'), detail: 'the disk is full' });
    expect(headers['retry-after']).toBe('1');
    await request(app).get('/livez').expect(200);
  });
});

it('lets nothing be sniffed, framed or loaded, and promises no TLS on plain HTTP', async () => {
  const { app } = createTestService();
  const { headers } = await request(app).get('/livez');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  });
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('x-powered-by');
});
