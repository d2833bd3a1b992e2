import { describe, expect, it } from 'vitest';
import { cell, report } from '../test-support/cells.ts';
import { compareReports } from './compare-reports.ts';
import type { Cell } from './report.ts';

const compare = (baseline: Partial<Cell>, current: Partial<Cell>) =>
  compareReports(report(cell(baseline)), report(cell(current)))[0]!;
const undone = (verdict: 'survived' | 'lost') => ({ afterUndo: { verdict, kept: 0, lost: 0, readings: [], mark: '' } });

describe('compareReports', () => {
  it('finds no difference between equal runs', () => {
    expect(compare({}, {})).toMatchObject({ subject: 'notes-pvc', event: 'pod-delete', differs: false });
  });

  it.each([
    ['a verdict', {}, { verdict: 'lost' }],
    ['the verdict after the undo', undone('survived'), undone('lost')],
    ['whether a cell could run', {}, { verdict: null }],
    ['whether it was undone', undone('survived'), {}],
  ] as const)('finds a difference in %s', (_, baseline, current) => {
    expect(compare(baseline, current).differs).toBe(true);
  });

  it.each([
    [2_000, 5_000, 2.5],
    [2_000, 0, 0],
    [0, 0, 1],
    [0, 1_000, null],
    [null, 1_000, null],
    [1_000, null, null],
  ])('gives downtimes of %j and %j ms the ratio %j', (baseline, current, expected) => {
    expect(compare({ downtime: baseline }, { downtime: current }).downtimeRatio).toBe(expected);
  });

  it('gives no ratio when a cell could not run', () => {
    expect(compare({ verdict: null }, {}).downtimeRatio).toBeNull();
  });

  it('pairs cells by subject and event, and keeps cells of one run alone', () => {
    const oom = cell({ event: 'oom' });
    const other = cell({ subject: 'uploader-pvc' });
    const found = compareReports(report(cell({}), oom), report(other, cell({})));
    expect(found.map(({ baseline, current, differs }) => [baseline, current, differs])).toEqual([
      [cell({}), cell({}), false],
      [oom, null, true],
      [null, other, true],
    ]);
  });
});
