import { Router } from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import { invalidBody, invalidParameters, problem } from './problem.ts';
import { createTestService, problemType } from '../test-support/test-service.ts';

function throwing(error: unknown) {
  const routes = Router().get('/it', () => {
    throw error;
  });
  return createTestService({ routes: [routes] });
}

it('is sent as an RFC 9457 document whose instance is the request id', async () => {
  const { app } = throwing(problem(409, 'clash', 'Clash', 'They clash', { with: ['a'] }));
  const response = await request(app).get('/it').set('X-Request-Id', 'request-1').expect(409);
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(response.body).toEqual({
    type: problemType('clash'),
    title: 'Clash',
    status: 409,
    detail: 'They clash',
    instance: 'request-1',
    with: ['a'],
  });
});

it('names every invalid member of a body by its JSON pointer', async () => {
  const { app } = throwing(
    invalidBody([
      { message: 'Too long', path: ['tags', 3, 'a/b~c'] },
      { message: 'Not an object', path: [] },
    ]),
  );
  const { body } = await request(app).get('/it').expect(400);
  expect(body).toMatchObject({
    type: problemType('invalid-body'),
    detail: '/tags/3/a~1b~0c: Too long; body: Not an object',
    errors: [
      { pointer: '/tags/3/a~1b~0c', detail: 'Too long' },
      { pointer: '', detail: 'Not an object' },
    ],
  });
});

it('names every invalid parameter', async () => {
  const { app } = throwing(invalidParameters([{ message: 'At most 500', path: ['limit'] }]));
  const { body } = await request(app).get('/it').expect(400);
  expect(body).toMatchObject({
    type: problemType('invalid-parameters'),
    errors: [{ parameter: 'limit', detail: 'At most 500' }],
  });
});
