import { expect, it } from 'vitest';
import { atLeast, atMost, ratioFigure, valueFigure } from './figure.ts';
import { describeFigures } from './figure-table.ts';

const post = ratioFigure(
  { name: 'notes-post/memory', what: 'file against memory', unit: 'notes/s' },
  [{ subject: 5123.4, baseline: 5000 }],
  atLeast(0.9),
);
const start = valueFigure({ name: 'start', what: 'until ready', unit: 's' }, [0.512, 0.612, 0.712], atMost(0.5));
const observed = valueFigure({ name: 'bytes', what: 'per note', unit: 'bytes' }, [407.123]);

it('lists each figure with what it compares, and the missed bars', () => {
  expect(describeFigures([post, start, observed]).split('\n')).toEqual([
    'figure             subject  baseline  unit     ratio  bar             middle half',
    'notes-post/memory     5123      5000  notes/s   1.02  >= 0.9  ok',
    '    file against memory',
    'start                0.612            s               <= 0.5  MISSED  0.562 to 0.662',
    '    until ready',
    'bytes                  407            bytes',
    '    per note',
    '',
    '1 of 2 bars reached, 1 missed: start',
  ]);
});
