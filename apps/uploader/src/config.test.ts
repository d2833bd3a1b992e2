import { readEnvironment } from '@persistence-lab/config';
import { expect, it } from 'vitest';
import { uploaderVariables } from './config.ts';

it('has a default for every variable', () => {
  expect(readEnvironment(uploaderVariables, {})).toMatchObject({
    ok: true,
    config: {
      dataDir: './data',
      fileLimit: 4 * 1024 ** 3,
      freeSpaceFloor: 64 * 1024 ** 2,
      stallTimeout: 60_000,
      abandonedAfter: 120_000,
    },
  });
});

it('reports every invalid variable at once', () => {
  const env = { FILE_LIMIT: 'big', FREE_SPACE_FLOOR: '-1', STALL_TIMEOUT: '60', ABANDONED_AFTER: 'soon', PORT: 'http' };
  const reading = readEnvironment(uploaderVariables, env);
  const problems = reading.ok ? [] : reading.problems;
  expect(problems).toHaveLength(5);
  for (const name of Object.keys(env)) expect(problems.some((problem) => problem.startsWith(`${name}: `))).toBe(true);
});
