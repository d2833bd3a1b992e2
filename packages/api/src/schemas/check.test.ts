import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { noteDraftSchema } from './note.ts';

const issues = (value: unknown) =>
  check(noteDraftSchema, value).issues?.map(({ path, message }) => `/${path.join('/')}: ${message}`);

describe('check', () => {
  it('gives the value back when nothing is wrong', () => {
    expect(check(noteDraftSchema, { title: 'a', text: '' })).toEqual({ value: { title: 'a', text: '' } });
  });

  it('names each unknown field and each wrong one by its path', () => {
    expect(issues({ title: 7, txt: '', 'a/b': 1 })).toEqual([
      '/title: Invalid input: expected string, received number',
      '/text: Invalid input: expected string, received undefined',
      '/txt: Unknown field',
      '/a/b: Unknown field',
    ]);
  });

  it.each([undefined, null, 7, 'text', [], true])('refuses %j as a note', (value) => {
    expect(issues(value)).toHaveLength(1);
  });

  it('refuses __proto__ as any other unknown field', () => {
    expect(issues(JSON.parse('{"title":"a","text":"","__proto__":{"x":1}}'))).toEqual(['/__proto__: Unknown field']);
  });
});

describe('the text of a note', () => {
  it.each([
    ['U+0000', 'a\0b'],
    ['half a surrogate pair', 'a\ud83d'],
    ['the other half', '\ude00'],
  ])('must not hold %s, in the title neither', (_, text) => {
    expect(issues({ title: 'a', text })).toHaveLength(1);
    expect(issues({ title: text, text: '' })).toHaveLength(1);
  });

  it('may hold any other character', () => {
    expect(issues({ title: '😀', text: '\u0001\u2028\ufeff\uffff\n😀' })).toBeUndefined();
  });

  it('may be as long as 100,000 UTF-16 units, its title 200', () => {
    expect(issues({ title: 'x'.repeat(200), text: 'x'.repeat(100_000) })).toBeUndefined();
    expect(issues({ title: 'x'.repeat(201), text: 'x'.repeat(100_001) })).toHaveLength(2);
    expect(issues({ title: '', text: '' })).toHaveLength(1);
  });
});
