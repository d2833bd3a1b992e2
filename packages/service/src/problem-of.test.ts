import { StorageError } from '@persistence-lab/durable';
import { expect, it } from 'vitest';
import { problemOf } from './problem-of.ts';
import { problem } from './problem.ts';

it.each([
  ['not-found', 404],
  ['conflict', 412],
  ['invalid', 400],
  ['no-space', 507],
  ['unavailable', 503],
  ['corrupt', 500],
] as const)('maps the storage error %s to %d, and keeps it as the cause', (code, status) => {
  const error = new StorageError(code, 'why');
  expect(problemOf(error)).toMatchObject({ status, type: code, cause: error });
});

it.each(['no-space', 'unavailable', 'corrupt'] as const)(
  'says nothing of where the data lies when it is %s',
  (code) => {
    expect(problemOf(new StorageError(code, '/data/a.journal at 42')).message).not.toContain('/data');
  },
);

it('leaves a problem as it is', () => {
  const thrown = problem(418, 'teapot', 'I am a teapot', 'short and stout');
  expect(problemOf(thrown)).toBe(thrown);
});

it.each([
  new Error('password is hunter2'),
  Object.assign(new Error('hunter2 upstream'), { status: 404 }),
  Object.assign(new Error('hunter2'), { status: 502, expose: true }),
  'hunter2',
  null,
])('makes a 500 of anything else, and tells nothing of it: %s', (error) => {
  const internal = problemOf(error);
  expect(internal).toMatchObject({ status: 500, type: 'internal', cause: error });
  expect(JSON.stringify([internal.title, internal.message, internal.extra])).not.toContain('hunter2');
});

it("takes the status of an error that Express's own parts mean for the client", () => {
  const error = Object.assign(new Error('Range Not Satisfiable'), { status: 416, expose: true, headers: { A: 'b' } });
  expect(problemOf(error)).toMatchObject({ status: 416, type: 'range-not-satisfiable', headers: { A: 'b' } });
});
