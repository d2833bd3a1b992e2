import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonBody } from './json-body.ts';
import { createTestService, problemType } from '../test-support/test-service.ts';

const routes = Router().post('/echo', jsonBody(100), (request, response) => {
  response.json({ body: request.body ?? 'none' });
});
const { app } = createTestService({ routes: [routes] });
const json = { 'Content-Type': 'application/json' };

describe('a body', () => {
  it.each([
    ['{"a":"ä€😀"}', { a: 'ä€😀' }],
    ['[1]', [1]],
    [' null ', null],
    ['"text"', 'text'],
  ])('%s is parsed', async (body, value) => {
    const response = await request(app).post('/echo').set(json).send(body).expect(200);
    expect(response.body).toEqual({ body: value ?? 'none' });
  });

  it('may be absent', async () => {
    const { body } = await request(app).post('/echo').expect(200);
    expect(body).toEqual({ body: 'none' });
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'Application/JSON'])(
    'of the type %s is accepted',
    async (type) => {
      await request(app).post('/echo').set('Content-Type', type).send('{}').expect(200);
    },
  );
});

describe('a rejected body', () => {
  it.each(['{', '{"a":1,}', '', 'undefined', '{"a":1}{'].filter(Boolean))('%s is malformed', async (body) => {
    const response = await request(app).post('/echo').set(json).send(body).expect(400);
    expect(response.body).toMatchObject({ type: problemType('malformed-json') });
  });

  it('is one that is not UTF-8, instead of replacing characters', async () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const response = await request(app)
      .post('/echo')
      .set(json)
      .serialize(() => bytes as never)
      .send(bytes)
      .expect(400);
    expect(response.body).toMatchObject({ type: problemType('malformed-json') });
  });

  it.each([
    ['text/plain', undefined, 'unsupported-media-type'],
    ['application/x-www-form-urlencoded', undefined, 'unsupported-media-type'],
    ['application/json; charset=latin1', undefined, 'unsupported-charset'],
    ['application/json', 'gzip', 'unsupported-encoding'],
  ])('of the type %s (encoding %s) is unsupported', async (type, encoding, problem) => {
    const posted = request(app).post('/echo').set('Content-Type', type);
    if (encoding) posted.set('Content-Encoding', encoding);
    const response = await posted.send('{}').expect(415);
    expect(response.body).toMatchObject({ type: problemType(problem) });
    expect(response.headers['accept']).toBe('application/json');
  });

  it('is one that exceeds the limit by one byte', async () => {
    await request(app)
      .post('/echo')
      .set(json)
      .send(`"${'x'.repeat(98)}"`)
      .expect(200);
    const response = await request(app)
      .post('/echo')
      .set(json)
      .send(`"${'x'.repeat(99)}"`)
      .expect(413);
    expect(response.body).toMatchObject({ type: problemType('too-large'), limit: 100 });
  });
});

describe('a body that is too large', () => {
  it.each([
    ['with Content-Length', { 'Content-Length': '1000000000' }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('is answered before it has arrived completely, %s', async (_how, headers) => {
    const server = app.listen(0, '127.0.0.1');
    onTestFinished(() => void server.closeAllConnections());
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const post = httpRequest({
      port,
      host: '127.0.0.1',
      path: '/echo',
      method: 'POST',
      headers: { ...json, ...headers },
    });
    post.on('error', () => {});
    post.write('x'.repeat(200));
    const [response] = (await once(post, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
    post.destroy();
  });
});
