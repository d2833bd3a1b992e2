import { expect, it } from 'vitest';
import { findMisspelledNames } from './misspelled-names.ts';

it.each(['POTR', 'PORTT', 'ORT', 'PORTS', 'PART', 'PRT'])('hints that %s may be a misspelled PORT', (name) => {
  expect(findMisspelledNames(['PORT'], { [name]: '1' })).toEqual([
    `${name} is set, but nothing reads it. Did you mean PORT?`,
  ]);
});

it.each(['PORT', 'PORT_FILE', 'TROP', 'PORTING', 'PO', ''])('gives no hint for %j', (name) => {
  expect(findMisspelledNames(['PORT'], { [name]: '1' })).toEqual([]);
});

it('gives no hint when the name itself is set, or when the other name is known too', () => {
  expect(findMisspelledNames(['PORT'], { PORT: '1', POTR: '2' })).toEqual([]);
  expect(findMisspelledNames(['PORT', 'POST'], { POST: '2' })).toEqual([]);
});
