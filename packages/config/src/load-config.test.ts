import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function run(env: Record<string, string>, ...args: string[]) {
  const program = join(import.meta.dirname, 'test-support/program.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('returns the configuration', () => {
  expect(run({ NAME: 'one', PORT: '81' })).toEqual({ status: 0, stdout: '{"port":81,"name":"one"}\n', stderr: '' });
});

it('exits with 78 and one message that lists every problem', () => {
  expect(run({ PORT: 'x', PASSWORD: 'hunter2', PASSWORD_FILE: '/x' })).toEqual({
    status: 78,
    stdout: '',
    stderr: [
      'The environment has 3 problems:',
      '  PORT: got "x", expected a whole number from 0 to 65535',
      '  NAME: not set, expected a text',
      '  PASSWORD: both PASSWORD and PASSWORD_FILE are set; set one of them',
      '',
    ].join('\n'),
  });
});

it('prints the effective values with --print-config, without secrets, and exits with 0', () => {
  expect(run({ NAME: 'one', PASSWORD: 'hunter2' }, '--print-config')).toEqual({
    status: 0,
    stdout: [
      'PORT=8080          # default',
      'NAME=one           # environment',
      'PASSWORD=(hidden)  # environment',
      '',
    ].join('\n'),
    stderr: '',
  });
});

it('reports a name that is probably misspelled, and continues', () => {
  const { status, stderr } = run({ NAME: 'one', POTR: '81' });
  expect(status).toBe(0);
  expect(stderr).toBe('Note: POTR is set, but nothing reads it. Did you mean PORT?\n');
});
