import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseFlags } from './image-flags.ts';

const entry = (flags: string) => `ENTRYPOINT ["node", ${flags}"/app/main.js"]\n`;

it('takes what stands between node and the script, of the stage or of the one it builds on', () => {
  const dockerfile = `FROM node AS runtime\n${entry('"--a", "--b=1", ')}FROM runtime AS one\nFROM runtime AS two\n${entry('')}`;
  expect(parseFlags(dockerfile, 'one')).toEqual(['--a', '--b=1']);
  expect(parseFlags(dockerfile, 'two')).toEqual([]);
});

it('refuses an entry point that it does not know, and none', () => {
  expect(() => parseFlags('FROM node AS one\nENTRYPOINT node main.js', 'one')).toThrow('no ENTRYPOINT');
  expect(() => parseFlags(`FROM node AS one\n${entry('')}`, 'two')).toThrow('no ENTRYPOINT');
});

it.each(['notes-api', 'uploader'])('understands what our own Dockerfile says of %s', async (app) => {
  const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const flags = parseFlags(dockerfile, app);
  expect(flags).not.toEqual([]);
  for (const flag of flags) expect(flag).toMatch(/^--/);
});
