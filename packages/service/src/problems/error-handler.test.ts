import { StorageError } from '@persistence-lab/durable';
import express, { Router } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createTestService, problemType } from '../test-support/test-service.ts';
import { toProblem } from './error-handler.ts';
import { problem } from './problem.ts';

const throwing = (error: unknown) =>
  Router().get('/it', async () => {
    throw error;
  });

describe('the error handler', () => {
  it('hides an unknown error from the client, and logs it with its stack under the request id', async () => {
    const { app, lines } = createTestService({ routes: [throwing(new Error('the password is hunter2'))] });
    const { body, text } = await request(app).get('/it').expect(500);
    expect(body).toMatchObject({ type: problemType('internal'), status: 500 });
    expect(text).not.toContain('hunter2');
    const logged = lines.find(({ level }) => level === 50);
    expect(logged).toMatchObject({ requestId: body.instance, err: { message: 'the password is hunter2' } });
    expect(JSON.stringify(logged)).toContain('error-handler.test.ts');
  });

  it('logs the cause of a storage error with a 5xx status', async () => {
    const cause = new Error('EIO: i/o error');
    const { app, lines } = createTestService({
      routes: [throwing(new StorageError('unavailable', 'writing', { cause }))],
    });
    const response = await request(app).get('/it').expect(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(JSON.stringify(lines)).toContain('EIO: i/o error');
  });

  it('does not log client errors and problems as errors', async () => {
    const routes = [throwing(new StorageError('not-found', 'no such note'))];
    const { app, lines } = createTestService({ routes });
    await request(app).get('/it').expect(404);
    const busy = createTestService({ routes: [throwing(problem(503, 'busy', 'Busy', 'Try again later'))] });
    await request(busy.app).get('/it').expect(503);
    expect([...lines, ...busy.lines].map(({ level }) => level)).toEqual([30, 30]);
  });

  it('aborts a response that fails half-way, so that the client cannot take it as complete', async () => {
    const routes = Router().get('/it', (_request, response) => {
      response.write('the first half');
      throw new Error('the disk broke');
    });
    const { app, lines } = createTestService({ routes: [routes] });
    await expect(request(app).get('/it')).rejects.toThrow('aborted');
    expect(JSON.stringify(lines)).toContain('the disk broke');
  });

  it.each([
    ['malformed JSON', { 'Content-Type': 'application/json' }, '{', 400, 'bad-request'],
    ['an unknown charset', { 'Content-Type': 'application/json; charset=x' }, '{}', 415, 'unsupported-media-type'],
    ['a body that is too large', { 'Content-Type': 'application/json' }, `"${'x'.repeat(200)}"`, 413, 'too-large'],
  ])("answers %s that Express's own parser rejects with a problem", async (_name, headers, body, status, type) => {
    const routes = Router().post('/it', express.json({ limit: 100, strict: false }), (_request, response) =>
      response.json(1),
    );
    const { app } = createTestService({ routes: [routes as Router] });
    const response = await request(app).post('/it').set(headers).send(body).expect(status);
    expect(response.body).toMatchObject({ type: problemType(type), status });
  });

  it('answers a path that cannot be decoded with 400', async () => {
    const routes = Router().get('/notes/:id', (_request, response) => void response.json(1));
    const { app } = createTestService({ routes: [routes] });
    const { body } = await request(app).get('/notes/%ff').expect(400);
    expect(body).toMatchObject({ type: problemType('bad-request'), detail: "Failed to decode param '%ff'" });
    await request(app).put('/notes/%ff').expect(400);
  });
});

describe('the problem of an error', () => {
  it.each([
    ['not-found', 404],
    ['conflict', 412],
    ['invalid', 400],
    ['no-space', 507],
    ['unavailable', 503],
    ['corrupt', 500],
  ] as const)('maps the storage error %s to %d and keeps it as the cause', (code, status) => {
    const error = new StorageError(code, 'why');
    expect(toProblem(error)).toMatchObject({ status, type: code, cause: error });
  });

  it.each(['no-space', 'unavailable', 'corrupt'] as const)('does not reveal file paths when it is %s', (code) => {
    expect(toProblem(new StorageError(code, '/data/a.journal at 42')).message).not.toContain('/data');
  });

  it('is the error itself when that is a problem', () => {
    const thrown = problem(418, 'teapot', 'I am a teapot', 'short and stout');
    expect(toProblem(thrown)).toBe(thrown);
  });

  it.each([
    new Error('password is hunter2'),
    Object.assign(new Error('hunter2 upstream'), { status: 404 }),
    Object.assign(new Error('hunter2'), { status: 502, expose: true }),
    'hunter2',
    null,
  ])('is a 500 without details for any other error: %s', (error) => {
    const internal = toProblem(error);
    expect(internal).toMatchObject({ status: 500, type: 'internal', cause: error });
    expect(JSON.stringify([internal.title, internal.message, internal.extra])).not.toContain('hunter2');
  });

  it('has the status of an error that Express marks for the client', () => {
    const error = Object.assign(new Error('Range Not Satisfiable'), { status: 416, expose: true, headers: { A: 'b' } });
    expect(toProblem(error)).toMatchObject({ status: 416, type: 'range-not-satisfiable', headers: { A: 'b' } });
  });
});
