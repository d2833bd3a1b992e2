import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCursor, formatCursor } from './requests.ts';

it('a cursor is parsed to the position that it was formatted from', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.uuid(), (createdAt, id) => {
      const position = { createdAt: createdAt.toISOString(), id };
      expect(parseCursor(formatCursor(position))).toEqual(position);
    }),
  );
});

it('a cursor is rejected when it is any other text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseCursor(text)).toThrow('cursor');
    }),
  );
});
