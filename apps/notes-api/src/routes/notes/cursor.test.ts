import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCursor, formatCursor } from './cursor.ts';

it('leads back to the place that it was written for', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.uuid(), (createdAt, id) => {
      const position = { createdAt: createdAt.toISOString(), id };
      expect(parseCursor(formatCursor(position))).toEqual(position);
    }),
  );
});

it('is refused when it is anything else', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseCursor(text)).toThrow('cursor');
    }),
  );
});
