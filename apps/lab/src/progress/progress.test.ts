import type { Cell } from '@persistence-lab/experiment';
import { expect, it } from 'vitest';
import { createPaint } from '@persistence-lab/report/text/paint';
import type { ChosenCells } from '@persistence-lab/runner';
import { createLiveTable } from './live-table.ts';
import { showLines } from './plain-lines.ts';

const cell = {
  subject: 'notes-pvc',
  kind: 'pvc',
  event: 'pod-delete',
  verdict: 'lost',
  couldNotRun: null,
  acknowledged: 1_000,
  kept: 0,
  lost: 1_000,
  afterUndo: { verdict: 'survived', mark: 'found again' },
  downtime: 2_500,
  expectation: { verdict: 'survived', afterUndo: null },
  asExpected: false,
} as unknown as Cell;
const chosen = {
  subjects: [{ name: 'notes-pvc' }, { name: 'notes-none' }],
  events: ['pod-delete', 'oom'],
} as ChosenCells;

it('shows a cell in one line, with the expectation', () => {
  const lines: string[] = [];
  const update = showLines(
    (line) => lines.push(line),
    () => 12_345,
    'en',
  );
  update({ step: 'phase', subject: 'notes-pvc', event: 'pod-delete', phase: 'writes' });
  update({ step: 'cell', cell });
  update({ step: 'remark', text: 'two\nlines \u001b[31mred' });
  expect(lines).toEqual([
    '  12.3 s  notes-pvc pod-delete: lost (expected: survived); 0 of 1,000 kept, 1,000 lost; downtime 2.5 s; ' +
      'after the undo: survived, found again',
    '  12.3 s  two lines \uFFFD[31mred',
  ]);
});

it('shows the cells and the current phase of each subject in a table', () => {
  const table = createLiveTable(chosen, createPaint(false), 'en');
  table.update({ step: 'cell', cell });
  table.update({ step: 'phase', subject: 'notes-none', event: 'oom', phase: 'reads' });
  table.update({ step: 'remark', text: 'restoring the cluster' });
  expect(table.lines(61_500, 60)).toEqual(
    [
      '1 min 1 s, 1 cell; pod-delete oom',
      'notes-pvc   -*. ',
      'notes-none  . .  oom: reading every note',
      'restoring the cluster',
    ].map((line) => line.trimEnd()),
  );
});

it('truncates lines to the width of the terminal', () => {
  const table = createLiveTable(chosen, createPaint(false), 'en');
  table.update({ step: 'phase', subject: 'notes-none', event: 'pod-delete', phase: 'waits' });
  table.update({ step: 'remark', text: 'x'.repeat(100) });
  for (const line of table.lines(1_000, 30)) expect(line.length).toBeLessThanOrEqual(30);
});
