import type { Cell } from '@persistence-lab/experiment';
import { cell } from '@persistence-lab/experiment/test-support';

const reading = { replica: 'notes-pvc-1', node: 'node-1', kept: 100, missing: [], stale: [], changed: [] };

/** For tests: a cell that survived, as expected, with whatever is different about it. */
export const cellWith = (different: Partial<Cell> = {}): Cell =>
  cell({
    acknowledged: 100,
    kept: 100,
    readings: [reading],
    expectation: { verdict: 'survived', afterUndo: null, source: 'https://kubernetes.io/', because: 'It stays.' },
    ...different,
  });

/** A drain that blocks, and gives everything back when it is undone. */
export const drained = (different: Partial<Cell> = {}): Cell =>
  cellWith({
    event: 'node-drain',
    topic: 'movement',
    verdict: 'blocked',
    kept: 0,
    readings: [],
    reasons: ['notes-pvc-1: Pending: volume node affinity conflict'],
    afterUndo: { verdict: 'survived', kept: 100, lost: 0, readings: [reading], mark: 'came back' },
    expectation: { verdict: 'blocked', afterUndo: 'survived', source: 'https://kubernetes.io/', because: 'It waits.' },
    ...different,
  });

/** Where the documentation is silent. */
export const open = { verdict: null, afterUndo: null, source: null, because: 'Nobody says.' };
