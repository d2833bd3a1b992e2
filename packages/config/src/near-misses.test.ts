import { expect, it } from 'vitest';
import { nearMisses } from './near-misses.ts';

it.each(['POTR', 'PORTT', 'ORT', 'PORTS', 'PART', 'PRT'])('takes %s for a slip of PORT', (name) => {
  expect(nearMisses(['PORT'], { [name]: '1' })).toEqual([`${name} is set, but nothing reads it; is PORT meant?`]);
});

it.each(['PORT', 'PORT_FILE', 'TROP', 'PORTING', 'PO', ''])('does not take %j for one', (name) => {
  expect(nearMisses(['PORT'], { [name]: '1' })).toEqual([]);
});

it('says nothing when the name itself is set, or the other name is known too', () => {
  expect(nearMisses(['PORT'], { PORT: '1', POTR: '2' })).toEqual([]);
  expect(nearMisses(['PORT', 'POST'], { POST: '2' })).toEqual([]);
});
