import { expect, it } from 'vitest';
import { capture } from './run-command.ts';
import { fillTemplate } from './template.ts';

it('replaces every placeholder, each as often as it stands there', () => {
  expect(fillTemplate('build {image} {target} {image}', { image: 'a/b:dev', target: 'b' })).toBe(
    'build a/b:dev b a/b:dev',
  );
});

it('hands any value to the command as one word', async () => {
  const value = `it's a $(rm) "folder" \\ & more`;
  const { stdout } = await capture('sh', ['-c', fillTemplate('printf %s {context}', { context: value })]);
  expect(stdout).toBe(value);
});

it('leaves a plain value without quotes, so that the template may have its own', () => {
  expect(fillTemplate('build "{image}"', { image: 'a/b:dev' })).toBe('build "a/b:dev"');
});

it('refuses a placeholder that it does not know, and names those that it does', () => {
  expect(() => fillTemplate('build {imgae}', { image: 'a' })).toThrow(/has \{imgae\}; known are \{image\}/);
});
