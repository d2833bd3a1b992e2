import { expect, test } from 'vitest';
import { addEnv, type Case, problemsOf } from '../fixtures/problems.ts';

test.each<Case>([
  ['a variable that the app does not read', addEnv('LOG_LEVL', 'info'), 'LOG_LEVL is no variable of it'],
  [
    'a shared variable that the app does not read',
    (lab) => (lab.find('ConfigMap').data = { DATADIR: '/data' }),
    'DATADIR is no variable of it',
  ],
  ['a value that the app refuses', addEnv('BODY_LIMIT', '1 megabyte'), 'BODY_LIMIT is "1 megabyte"'],
  ['a password', addEnv('REDIS_PASSWORD', 'x'), 'REDIS_PASSWORD shows a password'],
  ['a password in a URL', addEnv('POD_NAME', 'redis://:secret@redis:6379'), 'shows a password'],
  ['a shared password', (lab) => (lab.find('ConfigMap').data = { REDIS_PASSWORD: 'x' }), 'looks like a password'],
  [
    'a Secret in git',
    (lab) => lab.manifests.push({ ...lab.find('ConfigMap'), kind: 'Secret', data: {} }),
    'a Secret stands in the manifests',
  ],
])('refuses %s', (_, spoil, problem) => {
  expect(problemsOf(spoil)).toContain(problem);
});

test('lets a password come from a file', () => {
  expect(problemsOf(addEnv('REDIS_PASSWORD_FILE', '/run/secrets/redis/password'))).toBe('');
});
