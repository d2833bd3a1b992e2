import { expect, it } from 'vitest';
import { startProcess } from '../test-support/start-process.ts';

it.each([
  ['exception', '/throw-later', 'SyntaxError'],
  ['rejection', '/reject-later', 'Error: rejected without a handler'],
])('logs an uncaught %s with its stack and exits with 1', async (_kind, path, stack) => {
  const service = await startProcess();
  await expect(fetch(service.url + path)).rejects.toThrow('fetch failed');
  expect(await service.exitCode).toBe(1);
  const last = service.lines.at(-1);
  expect(last).toMatchObject({ level: 60, err: { stack: expect.stringContaining(stack) } });
});
