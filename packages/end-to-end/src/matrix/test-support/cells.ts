import type { Cell } from '@persistence-lab/experiment';
import { cell } from '@persistence-lab/experiment/test-support';

const reading = { replica: 'notes-pvc-1', node: 'node-1', kept: 100, missing: [], stale: [], changed: [] };

/** A cell that survived, as expected, with these differences. */
export const cellWith = (different: Partial<Cell> = {}): Cell =>
  cell({
    acknowledged: 100,
    kept: 100,
    readings: [reading],
    expectation: { verdict: 'survived', afterUndo: null, source: 'https://kubernetes.io/', because: 'It stays.' },
    ...different,
  });

/** A drain that blocks, with nothing lost after the undo. */
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

/** An expectation without a documented verdict. */
export const open = { verdict: null, afterUndo: null, source: null, because: 'It is not documented.' };
