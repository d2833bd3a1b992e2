import { describe, expect, it } from 'vitest';
import { stripVTControlCharacters } from 'node:util';
import { kindNames, verdicts } from '@persistence-lab/experiment';
import { renderTable } from './table.ts';
import {
  blockedCell,
  cellOf,
  cellThatCouldNotRun,
  corruptCell,
  fullReport,
  lossyCell,
  reportOf,
} from './test-support/full-report.ts';

const linesOf = (text: string) => text.split('\n');

describe('renderTable', () => {
  it('stays within 80 columns with every kind under every event', () => {
    const tooLong = linesOf(renderTable(fullReport())).filter((line) => line.length > 80);
    expect(tooLong).toEqual([]);
  });

  it('stays within 80 columns when every cell has the longest text that it can have', () => {
    const report = fullReport();
    const { afterUndo } = blockedCell('pvc', 'claim-delete');
    const undone = ['claim-delete', 'scale-out', 'node-drain', 'node-failure'];
    const cells = report.cells.map((cell) => ({
      ...cell,
      asExpected: false,
      afterUndo: undone.includes(cell.event) ? afterUndo : null,
    }));
    const matrix = linesOf(renderTable({ ...report, cells })).slice(0, 40);
    expect(matrix.filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows kinds as rows and events as columns', () => {
    const report = reportOf([
      cellOf('emptydir', 'pod-delete', { verdict: 'lost' }),
      blockedCell('pvc', 'node-drain'),
      cellOf('pvc', 'pod-delete'),
      lossyCell('statefulset', 'scale-out'),
    ]);
    const matrix = linesOf(renderTable(report)).slice(2, 10).join('\n');
    expect(matrix).toMatchInlineSnapshot(`
      "
                  removal extension movement
                  pod-    scale-    node-
                  delete  out       drain
      --------------------------------------
      emptydir    -lost   .         .
      pvc         +kept   .         #stop>+
      statefulset .       ~part*    ."
    `);
  });

  it.each(verdicts)('shows "%s" by a sign and a word of the legend, without colour', (verdict) => {
    const text = renderTable(reportOf([cellOf('none', 'oom', { verdict, asExpected: null })]));
    const [, shown] = /^none +(\S+)$/m.exec(text) ?? [];
    expect(text).toContain(shown === `-${verdict}` ? shown : `${shown} = ${verdict}`);
  });

  it('has no control codes without colour, and the same text with it', () => {
    const bare = renderTable(fullReport());
    const coloured = renderTable(fullReport(), { colour: true });
    expect(bare).toBe(stripVTControlCharacters(bare));
    expect(coloured).not.toBe(bare);
    expect(stripVTControlCharacters(coloured)).toBe(bare);
  });

  it('shows expectation, observation and source of a cell that differs', () => {
    const text = renderTable(reportOf([lossyCell('statefulset', 'pod-delete'), cellOf('pvc', 'pod-delete')]));
    const details = text.slice(text.indexOf('Look at these cells'));
    expect(details).toContain('notes-statefulset, pod-delete: partly lost (expected: survived)');
    expect(details).toContain('993 of 1,000 kept, 7 lost');
    expect(details).toContain('https://kubernetes.io/docs/concepts/storage/volumes/');
    expect(details).toContain('notes-0 ran on node-1 before the event');
    expect(details).not.toContain('notes-pvc');
  });

  it('lists the first ids of missing, stale and changed notes', () => {
    const text = renderTable(reportOf([lossyCell('pvc', 'oom'), corruptCell('postgres', 'oom')])).replaceAll(
      /\s+/g,
      ' ',
    );
    expect(text).toContain('7 missing (note-1, note-2, note-3, note-4, note-5, and 2 more)');
    expect(text).toContain('a on node-1: 1 missing (note-1); 1 stale (note-2); 1 changed (note-3)');
  });

  it('counts a cell as corrupt when the undo brought back corrupt notes', () => {
    const cell = blockedCell('pvc', 'node-drain');
    const afterUndo = { ...cell.afterUndo!, verdict: 'corrupt' as const };
    const text = renderTable(reportOf([{ ...cell, afterUndo, asExpected: false }]));
    expect(text).toContain('1 cell: 1 corrupt');
    expect(text).toContain('#stop>!*');
  });

  it('shows why a cell could not run, and what was left behind in the cluster', () => {
    const report = reportOf([cellThatCouldNotRun('pvc', 'node-failure')], { leftovers: ['node-3 is still off'] });
    const text = renderTable(report);
    expect(text).toContain('Node power is not configured: pass --node-power.');
    expect(text).toContain('- node-3 is still off');
    expect(text).toContain('1 cell: 1 could not run');
  });

  it('shows a row for each subject where several use one kind', () => {
    const text = renderTable(
      reportOf([cellOf('pvc', 'oom'), cellOf('pvc', 'oom', { subject: 'uploader-pvc', verdict: 'lost' })]),
    );
    expect(text).toMatch(/^notes-pvc +\+kept$/m);
    expect(text).toMatch(/^uploader-pvc +-lost$/m);
  });

  it('makes control characters in a report visible instead of sending them to the terminal', () => {
    const hostile = '\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202Etxet\nsecond line\r';
    const report = reportOf(
      [lossyCell('pvc', 'oom'), cellOf('pvc', 'oom', { subject: hostile })].map((cell) => ({
        ...cell,
        evidence: [hostile],
        asExpected: false,
      })),
      { leftovers: [hostile], cluster: { name: hostile, driver: 'local', version: hostile, nodes: 1 } },
    );
    expect(renderTable(report)).not.toMatch(/[^\P{C}\n]/u);
  });

  it('reports that nothing was run when there are no cells', () => {
    expect(renderTable(reportOf([]))).toContain('0 cells: nothing was run');
  });

  it('orders rows by kind, independent of the order of the cells', () => {
    const report = fullReport();
    const text = renderTable({ ...report, cells: report.cells.toReversed() });
    const rows = [...text.matchAll(/^([a-z-]+) +\+kept/gm)].map(([, kind]) => kind);
    expect(rows.slice(0, kindNames.length)).toEqual(kindNames);
  });
});
