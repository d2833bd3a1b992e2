import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { noteDraftSchema } from './note.ts';

const issues = (value: unknown) =>
  check(noteDraftSchema, value).issues?.map(({ path, message }) => `/${path.join('/')}: ${message}`);

describe('check', () => {
  it('returns a valid value', () => {
    expect(check(noteDraftSchema, { title: 'a', text: '' })).toEqual({ value: { title: 'a', text: '' } });
  });

  it('reports each unknown and each invalid field by its path', () => {
    expect(issues({ title: 7, txt: '', 'a/b': 1 })).toEqual([
      '/title: Invalid input: expected string, received number',
      '/text: Invalid input: expected string, received undefined',
      '/txt: Unknown field',
      '/a/b: Unknown field',
    ]);
  });

  it.each([undefined, null, 7, 'text', [], true])('rejects %j as a note', (value) => {
    expect(issues(value)).toHaveLength(1);
  });

  it('rejects __proto__ like any other unknown field', () => {
    expect(issues(JSON.parse('{"title":"a","text":"","__proto__":{"x":1}}'))).toEqual(['/__proto__: Unknown field']);
  });
});

describe('the text of a note', () => {
  it.each([
    ['U+0000', 'a\0b'],
    ['a lone high surrogate', 'a\ud83d'],
    ['a lone low surrogate', '\ude00'],
  ])('must not contain %s, nor may the title', (_, text) => {
    expect(issues({ title: 'a', text })).toHaveLength(1);
    expect(issues({ title: text, text: '' })).toHaveLength(1);
  });

  it('may contain any other character', () => {
    expect(issues({ title: '😀', text: '\u0001\u2028\ufeff\uffff\n😀' })).toBeUndefined();
  });

  it('may have up to 100,000 UTF-16 code units, and its title 200', () => {
    expect(issues({ title: 'x'.repeat(200), text: 'x'.repeat(100_000) })).toBeUndefined();
    expect(issues({ title: 'x'.repeat(201), text: 'x'.repeat(100_001) })).toHaveLength(2);
    expect(issues({ title: '', text: '' })).toHaveLength(1);
  });
});
