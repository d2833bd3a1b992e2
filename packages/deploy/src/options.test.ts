import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('reads overlay and options, with a timeout as people write it', () => {
  expect(readOptions(['minikube', '--timeout', '90s', '--no-build'], 'en')).toMatchObject({
    overlay: 'minikube',
    build: false,
    timeout: 90_000,
  });
  expect(readOptions(['minikube'], 'en')).toMatchObject({ build: true, timeout: 300_000 });
});

it.each([
  [[], /Missing argument: overlay/],
  [['a', 'b'], /Too many arguments/],
  [['a', '--timeout', 'soon'], /expected a duration such as 90s/],
  [['a', '--builld'], /Unknown option --builld/],
  [['a', '--contxt', 'b'], /Did you mean --context/],
])('refuses %j and names what is expected', (args, message) => {
  expect(() => readOptions(args, 'en')).toThrow(message);
});
