import type { Cell, Report } from '../report/report.ts';

/** A cell that is as expected. */
export function cell(rest: Partial<Cell>): Cell {
  return {
    subject: 'notes-pvc',
    kind: 'pvc',
    event: 'pod-delete',
    topic: 'removal',
    verdict: 'survived',
    couldNotRun: null,
    acknowledged: 1_000,
    kept: 1_000,
    lost: 0,
    readings: [],
    afterUndo: null,
    downtime: 2_000,
    reasons: [],
    expectation: { verdict: 'survived', afterUndo: null, source: null, because: '' },
    asExpected: true,
    evidence: [],
    timeline: [],
    ...rest,
  };
}

export function report(...cells: Cell[]): Report {
  return {
    schema: 'persistence-lab/run/1',
    language: 'en',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:10:00.000Z',
    cluster: { name: 'test', driver: 'kubernetes', version: 'v1.34.0', nodes: 3 },
    options: { notes: 1_000, replicas: 3, deadline: 60_000 },
    cells,
    leftovers: [],
  };
}
