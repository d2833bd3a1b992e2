import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('reads overlay and options, with a timeout as people write it', () => {
  expect(readOptions(['minikube', '--timeout', '90s', '--no-build'])).toMatchObject({
    overlay: 'minikube',
    build: false,
    timeout: 90_000,
    context: undefined,
  });
});

it.each([
  [[], /Which overlay/],
  [['a', 'b'], /Which overlay/],
  [['a', '--timeout', 'soon'], /want a duration such as 90s/],
  [['a', '--builld'], /--builld/],
])('refuses %j and says what it wants', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
