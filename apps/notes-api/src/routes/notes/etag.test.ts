import { expect, it } from 'vitest';
import { etagOf, parseEntityTags, serializeNote } from './etag.ts';

const note = {
  id: '0199b4a5-0000-7000-8000-000000000000',
  title: 'a',
  text: 'b',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 3,
  writtenBy: 'pod-1',
};

it('is the same for the same note, regardless of the order of its fields', () => {
  const shuffled = Object.fromEntries(Object.entries(note).toReversed()) as typeof note;
  expect(serializeNote(shuffled)).toBe(serializeNote(note));
  expect(etagOf(shuffled)).toBe(etagOf(note));
});

it.each(Object.keys(note) as (keyof typeof note)[])('changes with %s', (field) => {
  expect(etagOf({ ...note, [field]: field === 'version' ? 4 : `${note[field]}x` })).not.toBe(etagOf(note));
});

it('parses a list of tags: weak and empty tags, tags with commas, empty elements', () => {
  expect(parseEntityTags('If-Match', ' ,"a,b",\tW/"c" ,, "",')).toEqual([
    { weak: false, tag: '"a,b"' },
    { weak: true, tag: '"c"' },
    { weak: false, tag: '""' },
  ]);
  expect(parseEntityTags('If-Match', ' * ')).toBe('*');
  expect(parseEntityTags('If-Match', undefined)).toBeUndefined();
});
