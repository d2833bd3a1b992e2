import { expect, it } from 'vitest';
import { capture } from '../run-program.ts';
import { fillTemplate } from './template.ts';

it('replaces every occurrence of every placeholder', () => {
  expect(fillTemplate('build {image} {target} {image}', { image: 'a/b:dev', target: 'b' })).toBe(
    'build a/b:dev b a/b:dev',
  );
});

it('passes any value to the command as one word', async () => {
  const value = `it's a $(rm) "folder" \\ & more`;
  const { stdout } = await capture('sh', ['-c', fillTemplate('printf %s {context}', { context: value })]);
  expect(stdout).toBe(value);
});

it('leaves a plain value without quotes, so that the template can have its own', () => {
  expect(fillTemplate('build "{image}"', { image: 'a/b:dev' })).toBe('build "a/b:dev"');
});

it('refuses an unknown placeholder and names the known ones', () => {
  expect(() => fillTemplate('build {imgae}', { image: 'a' })).toThrow(
    /Unknown placeholder \{imgae\} .* Known placeholders: \{image\}/,
  );
});
