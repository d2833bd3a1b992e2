import { expect, test } from 'vitest';
import { addEnv, type Case, problemsOf } from '../test-support/problems-of.ts';

test.each<Case>([
  ['a variable that the app does not read', addEnv('LOG_LEVL', 'info'), 'LOG_LEVL is not a variable of the app'],
  [
    'a shared variable that the app does not read',
    (overlay) => (overlay.find('ConfigMap').data = { DATADIR: '/data' }),
    'DATADIR is not a variable of the app',
  ],
  ['a value that the app refuses', addEnv('BODY_LIMIT', '1 megabyte'), 'BODY_LIMIT: got "1 megabyte"'],
  ['a password', addEnv('REDIS_PASSWORD', 'x'), 'REDIS_PASSWORD contains a password'],
  ['a password in a URL', addEnv('POD_NAME', 'redis://:secret@redis:6379'), 'contains a password'],
  [
    'a shared password',
    (overlay) => (overlay.find('ConfigMap').data = { REDIS_PASSWORD: 'x' }),
    'looks like a password',
  ],
  [
    'a Secret in git',
    (overlay) => overlay.manifests.push({ ...overlay.find('ConfigMap'), kind: 'Secret', data: {} }),
    'Secrets must not be in the manifests',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

test('accepts a password from a file', () => {
  expect(problemsOf(addEnv('REDIS_PASSWORD_FILE', '/run/secrets/redis/password'))).toBe('');
});
