import { expect, test } from 'vitest';
import { isSuitable } from './node.mjs';

test.each(['22.19.0', '22.20.1', '24.0.0', '25.1.0'])('Node %s is suitable', (version) => {
  expect(isSuitable(version)).toBe(true);
});

test.each(['18.20.4', '20.20.2', '22.18.0'])('Node %s is too old', (version) => {
  expect(isSuitable(version)).toBe(false);
});
