import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { expect, it } from 'vitest';
import { parseFlags } from './image-flags.ts';

const entry = (flags: string) => `ENTRYPOINT ["node", ${flags}"/app/main.js"]\n`;

it('reads the flags between node and the script, of the stage or of its base', () => {
  const dockerfile = `FROM node AS runtime\n${entry('"--a", "--b=1", ')}FROM runtime AS one\nFROM runtime AS two\n${entry('')}`;
  expect(parseFlags(dockerfile, 'one')).toEqual(['--a', '--b=1']);
  expect(parseFlags(dockerfile, 'two')).toEqual([]);
});

it('refuses an entry point of another form, and a missing one', () => {
  expect(() => parseFlags('FROM node AS one\nENTRYPOINT node main.js', 'one')).toThrow('no ENTRYPOINT');
  expect(() => parseFlags(`FROM node AS one\n${entry('')}`, 'two')).toThrow('no ENTRYPOINT');
});

it.each(['notes-api', 'uploader'])('reads the flags of %s from the Dockerfile of the project', async (app) => {
  const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
  const flags = parseFlags(dockerfile, app);
  expect(flags).not.toEqual([]);
  for (const flag of flags) expect(flag).toMatch(/^--/);
});
