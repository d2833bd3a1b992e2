import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import request from 'supertest';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestService } from '../test-support/test-service.ts';

const routes = Router()
  .get('/v1/notes/:id', (_request, response) => void response.json({}))
  .get('/held', (_request, response) => void response.write('half'));

describe('a request id', () => {
  it('is adopted from X-Request-Id, returned and logged', async () => {
    const { app, lines } = createTestService({ routes: [routes] });
    const response = await request(app).get('/v1/notes/1').set('X-Request-Id', 'Root=1-abc.~_2');
    expect(response.headers['x-request-id']).toBe('Root=1-abc.~_2');
    expect(lines).toMatchObject([{ requestId: 'Root=1-abc.~_2' }]);
  });

  it.each(['', 'with space', 'a'.repeat(129), '"}{', 'a/b', 'a:b', 'ä'])(
    '%j is replaced by a generated one',
    async (id) => {
      const { app } = createTestService({ routes: [routes] });
      const response = await request(app).get('/v1/notes/1').set('X-Request-Id', id);
      expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('a request', () => {
  it('is logged in one line, by its path and without its query', async () => {
    const { app, lines } = createTestService({ routes: [routes] });
    await request(app).get('/v1/notes/1?token=hunter2');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 30,
      service: 'test',
      pod: 'pod-1',
      method: 'GET',
      path: '/v1/notes/1',
      route: '/v1/notes/:id',
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('of a probe or of Prometheus is logged at debug level only', async () => {
    const { app, lines } = createTestService();
    for (const path of ['/livez', '/readyz', '/metrics']) await request(app).get(path).expect(200);
    expect(lines).toEqual([]);
    const debug = createTestService({ logLevel: 'debug' });
    await request(debug.app).get('/livez');
    expect(debug.lines).toMatchObject([{ level: 20, path: '/livez' }]);
  });

  it('is counted by its route, never by its path', async () => {
    const { app } = createTestService({ routes: [routes] });
    await request(app).get('/v1/notes/secret-1');
    await request(app).get('/v1/notes/secret-2');
    await request(app).get('/no/such/secret-3');
    await request(app).put('/v1/notes/secret-4');
    const { text } = await request(app)
      .get('/metrics')
      .expect('Content-Type', /^text\/plain; version=0\.0\.4/);
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/v1/notes/:id",status="200"} 2');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1');
    expect(text).toContain('http_request_duration_seconds_count{method="PUT",route="unmatched",status="405"} 1');
    expect(text).not.toContain('secret');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('that the client aborts is logged and counted as 499', async () => {
    const { app, lines } = createTestService({ routes: [routes] });
    const server = app.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const get = httpRequest({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path: '/held' }).end();
    get.on('error', () => {});
    await once(get, 'response');
    get.destroy();
    await vi.waitFor(() => expect(lines).toMatchObject([{ path: '/held', status: 499 }]));
  });
});

it('separates the metrics of two apps', async () => {
  const [first, second] = [createTestService({ routes: [routes] }), createTestService({ routes: [routes] })];
  await request(first.app).get('/v1/notes/1');
  const { text } = await request(second.app).get('/metrics');
  expect(text).not.toContain('/v1/notes');
});
