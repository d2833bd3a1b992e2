import { describe, expect, it } from 'vitest';
import { asExpected, outcomeOf } from './outcome.ts';
import { cell } from '../test-support/cells.ts';
import type { Verdict } from './verdict.ts';

const measured = (expected: [Verdict | null, Verdict | null], found: [Verdict | null, Verdict | null]) => ({
  expectation: { verdict: expected[0], afterUndo: expected[1] },
  verdict: found[0],
  afterUndo: found[1] && { verdict: found[1] },
});

describe('a cell', () => {
  it.each([
    [true, ['lost', null], ['lost', null]],
    [true, ['lost', null], ['lost', 'partly lost']],
    [true, ['blocked', 'survived'], ['blocked', 'survived']],
    [true, [null, 'survived'], ['blocked', 'survived']],
    [false, ['lost', null], ['survived', null]],
    [false, ['blocked', 'survived'], ['blocked', 'lost']],
    [false, ['blocked', 'survived'], ['lost', 'survived']],
    [false, [null, 'survived'], ['blocked', 'lost']],
    [false, ['blocked', 'survived'], ['lost', null]],
    [false, [null, null], ['corrupt', null]],
    [false, [null, null], ['survived', 'corrupt']],
    [null, [null, null], ['survived', 'survived']],
    [null, ['survived', null], [null, null]],
    [null, ['blocked', 'survived'], ['blocked', null]],
  ] as const)('is as expected: %j, with %j expected and %j found', (result, expected, found) => {
    expect(asExpected(measured([...expected], [...found]))).toBe(result);
  });
});

describe('a run', () => {
  const good = cell({});
  const open = cell({ asExpected: null });
  const different = cell({ asExpected: false, verdict: 'lost' });
  const corrupt = cell({ asExpected: null, verdict: 'corrupt' });
  const notRun = cell({ verdict: null, couldNotRun: 'node power is not configured', asExpected: null });

  it.each([
    ['as expected', [good, open], []],
    ['differs', [good, different], []],
    ['differs', [good, corrupt], []],
    ['differs', [notRun, different], ['node-1 is still cordoned']],
    ['could not run', [good, notRun], []],
    ['could not run', [good], ['node-1 is still cordoned']],
    ['could not run', [], []],
  ] as const)('is %s', (outcome, cells, leftovers) => {
    expect(outcomeOf({ cells: [...cells], leftovers: [...leftovers] })).toBe(outcome);
  });
});
