import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseFlags } from './image-flags.ts';

it('takes what stands between node and the script', () => {
  expect(parseFlags('FROM node\nENTRYPOINT ["node", "--a", "--b=1", "/app/main.js"]\n')).toEqual(['--a', '--b=1']);
  expect(parseFlags('ENTRYPOINT ["node", "/app/main.js"]')).toEqual([]);
});

it('refuses an entry point that it does not know', () => {
  expect(() => parseFlags('ENTRYPOINT node main.js')).toThrow('no ENTRYPOINT');
});

it('understands our own Dockerfile', async () => {
  const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
  for (const flag of parseFlags(dockerfile)) expect(flag).toMatch(/^--/);
});
