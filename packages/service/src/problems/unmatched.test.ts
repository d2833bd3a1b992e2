import { Router } from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import { createTestService, problemType } from '../test-support/test-service.ts';

const notes = Router()
  .get('/v1/notes/:id', (_request, response) => void response.json({}))
  .delete('/v1/notes/:id', (_request, response) => void response.status(204).end());
const inner = Router().put('/:name', (_request, response) => void response.json({}));
const { app } = createTestService({ routes: [notes, Router().use('/v1/things', inner)] });

it.each(['/', '/v1', '/v1/notes', '/v1/notes/1/2', '/%', '//', '/constructor'])('%s is not found', async (path) => {
  const { body } = await request(app).get(path).expect(404);
  expect(body).toMatchObject({ type: problemType('not-found'), status: 404 });
});

it.each([
  ['POST', '/v1/notes/1', 'DELETE, GET, HEAD'],
  ['PATCH', '/v1/notes/1/', 'DELETE, GET, HEAD'],
  ['GET', '/v1/things/x', 'PUT'],
  ['DELETE', '/livez', 'GET, HEAD'],
])('%s %s is not allowed, and Allow names the methods that are', async (method, path, allow) => {
  const response = await request(app)[method.toLowerCase() as 'get'](path).expect(405);
  expect(response.headers['allow']).toBe(allow);
  expect(response.body).toMatchObject({ type: problemType('method-not-allowed'), status: 405 });
});

it('answers OPTIONS with the allowed methods', async () => {
  const response = await request(app).options('/v1/notes/1').expect(200);
  expect(response.headers['allow']?.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'HEAD']);
});
