import { expect, it } from 'vitest';
import { startProcess } from './test/start-process.ts';

it.each([
  ['/throw-later', 'SyntaxError'],
  ['/reject-later', 'Error: nobody waits for me'],
])('an error that nobody catches (%s) is logged with its stack and ends the process with 1', async (path, stack) => {
  const service = await startProcess();
  await expect(fetch(service.url + path)).rejects.toThrow('fetch failed');
  expect(await service.exitCode).toBe(1);
  const last = service.lines.at(-1);
  expect(last).toMatchObject({ level: 60, err: { stack: expect.stringContaining(stack) } });
});
