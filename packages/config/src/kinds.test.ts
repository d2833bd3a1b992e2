import { describe, expect, expectTypeOf, it } from 'vitest';
import { duration, flag, integer, oneOf, port, secret, size, text, url } from './kinds.ts';
import type { Variable } from './variable.ts';

const description = '';

describe('a variable of each kind', () => {
  it.each<[Variable<unknown>, string, unknown]>([
    [text('A', { description }), 'anything at all', 'anything at all'],
    [integer('A', { description }), '42', 42],
    [integer('A', { minimum: -5, description }), '-5', -5],
    [port('A', { description }), '65535', 65_535],
    [flag('A', { description }), 'true', true],
    [flag('A', { description }), 'false', false],
    [duration('A', { description }), '2m', 120_000],
    [size('A', { description }), '1Ki', 1024],
    [oneOf('A', ['file', 'redis'], { description }), 'redis', 'redis'],
    [url('A', { description }), 'https://example.org/x', 'https://example.org/x'],
    [url('A', { schemes: ['postgres'], description }), 'postgres://me@db:5432/notes', 'postgres://me@db:5432/notes'],
    [secret('A', { description }), 'p@ss word', 'p@ss word'],
  ])('%o accepts %j', (variable, given, value) => {
    expect(variable.parse(given)).toBe(value);
  });

  it.each<[Variable<unknown>, string]>([
    [integer('A', { description }), '4.2'],
    [integer('A', { description }), '-1'],
    [integer('A', { description }), ' 1'],
    [integer('A', { description }), '99999999999999999999'],
    [integer('A', { minimum: 1, maximum: 3, description }), '4'],
    [port('A', { description }), '65536'],
    [flag('A', { description }), 'yes'],
    [flag('A', { description }), 'TRUE'],
    [oneOf('A', ['file', 'redis'], { description }), 'constructor'],
    [url('A', { description }), 'example.org'],
    [url('A', { description }), 'redis://example.org'],
    [url('A', { schemes: ['redis'], description }), 'redis://:secret@example.org'],
    [url('A', { schemes: ['redis'], description }), 'redis://'],
  ])('%o rejects %j', (variable, given) => {
    expect(variable.parse(given)).toBeUndefined();
  });
});

it('rejects a default that its own parser rejects', () => {
  expect(() => port('PORT', { default: 99_999, description })).toThrow(
    'PORT: its default "99999" is not a whole number',
  );
  expect(() => duration('WAIT', { default: 30, description })).toThrow('WAIT: its default "30" is not a duration');
});

it('rejects a default for a secret', () => {
  expect(() => secret('PASSWORD', { default: 'admin', description } as never)).toThrow('a secret has no default');
});

it('has the type of its value, which includes undefined only when it is optional', () => {
  expectTypeOf(port('A', { default: 1, description })).toEqualTypeOf<Variable<number>>();
  expectTypeOf(text('A', { description })).toEqualTypeOf<Variable<string>>();
  expectTypeOf(size('A', { optional: true, description })).toEqualTypeOf<Variable<number | undefined>>();
  expectTypeOf(oneOf('A', ['x', 'y'], { description })).toEqualTypeOf<Variable<'x' | 'y'>>();
  expectTypeOf(secret('A', { requiredWhen: { B: 'x' }, description })).toEqualTypeOf<Variable<string | undefined>>();
});
