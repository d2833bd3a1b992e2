import { assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from './amounts.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1.5h', 5_400_000],
    ['0.1s', 100],
    ['0s', 0],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '30', '30 s', '-1s', '1d', 's', '1.s', '0.5ms', '1e3s', '1s2', '99999999999999h', 'Infinitys', '１s'])(
    'cannot be %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('is parsed exactly in every unit', () => {
    const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    const unit = constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    const isExact = (count: number, name: keyof typeof units) =>
      parseDuration(`${count}${name}`) === count * units[name];
    assert(property(integer({ min: 0, max: 1_000_000 }), unit, isExact));
  });
});

describe('a size', () => {
  it.each([
    ['512Mi', 512 * 1024 ** 2],
    ['1Gi', 1024 ** 3],
    ['10M', 10_000_000],
    ['4096', 4096],
    ['1k', 1000],
    ['1.5Ki', 1536],
    ['0', 0],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '1 Gi', '-1', '1gi', '1KB', '0.3', '1.0001Ki', 'Mi', '9999999Ti'])('cannot be %j', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it('may be plain bytes', () => {
    assert(property(integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (bytes) => parseSize(String(bytes)) === bytes));
  });

  it('is a whole number or undefined for any text', () => {
    assert(property(string(), (text) => /^\d+$/.test(String(parseSize(text) ?? 0))));
  });
});
