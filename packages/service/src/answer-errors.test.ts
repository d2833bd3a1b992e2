import { StorageError } from '@persistence-lab/durable';
import express, { Router } from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import { problem } from './problem.ts';
import { createTestService, problemType } from './test/test-service.ts';

const throwing = (error: unknown) =>
  Router().get('/it', async () => {
    throw error;
  });

it('tells nothing of an error it does not know, and logs it with its stack under the request id', async () => {
  const { app, lines } = createTestService({ routes: [throwing(new Error('the password is hunter2'))] });
  const { body, text } = await request(app).get('/it').expect(500);
  expect(body).toMatchObject({ type: problemType('internal'), status: 500 });
  expect(text).not.toContain('hunter2');
  const logged = lines.find(({ level }) => level === 50);
  expect(logged).toMatchObject({ requestId: body.instance, err: { message: 'the password is hunter2' } });
  expect(JSON.stringify(logged)).toContain('answer-errors.test.ts');
});

it('logs what underlies a storage error that is the fault of the service', async () => {
  const cause = new Error('EIO: i/o error');
  const { app, lines } = createTestService({
    routes: [throwing(new StorageError('unavailable', 'writing', { cause }))],
  });
  const response = await request(app).get('/it').expect(503);
  expect(response.headers['retry-after']).toBe('1');
  expect(JSON.stringify(lines)).toContain('EIO: i/o error');
});

it('does not log as an error what is the fault of the client, or was thrown as a problem', async () => {
  const routes = [throwing(new StorageError('not-found', 'no such note'))];
  const { app, lines } = createTestService({ routes });
  await request(app).get('/it').expect(404);
  const busy = createTestService({ routes: [throwing(problem(503, 'busy', 'Busy', 'Come again'))] });
  await request(busy.app).get('/it').expect(503);
  expect([...lines, ...busy.lines].map(({ level }) => level)).toEqual([30, 30]);
});

it('cuts an answer off when its rest fails, so that it is not taken for whole', async () => {
  const routes = Router().get('/it', (_request, response) => {
    response.write('the first half');
    throw new Error('the disk broke');
  });
  const { app, lines } = createTestService({ routes: [routes] });
  await expect(request(app).get('/it')).rejects.toThrow('aborted');
  expect(JSON.stringify(lines)).toContain('the disk broke');
});

it.each([
  ['a body that express.json() refuses', { 'Content-Type': 'application/json' }, '{', 400, 'bad-request'],
  [
    'a charset it does not know',
    { 'Content-Type': 'application/json; charset=x' },
    '{}',
    415,
    'unsupported-media-type',
  ],
  ['a body that is too large', { 'Content-Type': 'application/json' }, `"${'x'.repeat(200)}"`, 413, 'too-large'],
])("answers %s with a problem, from Express's own parser too", async (_name, headers, body, status, type) => {
  const routes = Router().post('/it', express.json({ limit: 100, strict: false }), (_request, response) =>
    response.json(1),
  );
  const { app } = createTestService({ routes: [routes as Router] });
  const response = await request(app).post('/it').set(headers).send(body).expect(status);
  expect(response.body).toMatchObject({ type: problemType(type), status });
});

it('answers a path that does not decode with 400', async () => {
  const routes = Router().get('/notes/:id', (_request, response) => void response.json(1));
  const { app } = createTestService({ routes: [routes] });
  const { body } = await request(app).get('/notes/%ff').expect(400);
  expect(body).toMatchObject({ type: problemType('bad-request'), detail: "Failed to decode param '%ff'" });
  await request(app).put('/notes/%ff').expect(400);
});
