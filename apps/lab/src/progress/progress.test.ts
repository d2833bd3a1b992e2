import type { Cell } from '@persistence-lab/experiment';
import { expect, it } from 'vitest';
import { createPaint } from '@persistence-lab/report/paint';
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

it('tells a cell in one line, with what was expected', () => {
  const lines: string[] = [];
  const tell = showLines(
    (line) => lines.push(line),
    () => 12_345,
  );
  tell({ step: 'phase', subject: 'notes-pvc', event: 'pod-delete', phase: 'writes' });
  tell({ step: 'cell', cell });
  tell({ step: 'remark', text: 'two\nlines \u001b[31mred' });
  expect(lines).toEqual([
    '  12.3 s  notes-pvc pod-delete: lost (expected: survived); 0 of 1,000 kept, 1,000 lost; silent: 2.5 s; ' +
      'after the undo: survived, found again',
    '  12.3 s  two lines \uFFFD[31mred',
  ]);
});

it('shows in a table what is known of each subject and what it does', () => {
  const table = createLiveTable(chosen, createPaint(false));
  table.tell({ step: 'cell', cell });
  table.tell({ step: 'phase', subject: 'notes-none', event: 'oom', phase: 'reads' });
  table.tell({ step: 'remark', text: 'putting everything back' });
  expect(table.lines(61_500, 60)).toEqual(
    [
      '61 s, 1 cells; pod-delete oom',
      'notes-pvc   -*. ',
      'notes-none  . .  oom: reads every note',
      'putting everything back',
    ].map((line) => line.trimEnd()),
  );
});

it('is never wider than the terminal', () => {
  const table = createLiveTable(chosen, createPaint(false));
  table.tell({ step: 'phase', subject: 'notes-none', event: 'pod-delete', phase: 'waits' });
  table.tell({ step: 'remark', text: 'x'.repeat(100) });
  for (const line of table.lines(1_000, 30)) expect(line.length).toBeLessThanOrEqual(30);
});
