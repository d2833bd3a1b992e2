import { describe, expect, it } from 'vitest';
import { renderComparison, renderComparisonMarkdown } from './comparison.ts';
import {
  blockedCell,
  cellOf,
  cellThatCouldNotRun,
  fullReport,
  lossyCell,
  reportOf,
} from './test-support/full-report.ts';

const before = reportOf([
  cellOf('pvc', 'pod-delete'),
  cellOf('pvc', 'node-drain'),
  cellOf('statefulset', 'rollout'),
  cellOf('postgres', 'oom', { downtime: 100 }),
  cellOf('none', 'oom'),
]);
const now = reportOf([
  lossyCell('pvc', 'pod-delete'),
  blockedCell('pvc', 'node-drain'),
  cellOf('statefulset', 'rollout', { downtime: 32_400 }),
  cellOf('postgres', 'oom', { downtime: 900 }),
  cellThatCouldNotRun('memory', 'node-failure'),
]);

describe('renderComparison', () => {
  it('shows different verdicts, cells of one run only, and much longer or shorter downtimes', () => {
    expect(renderComparison(before, now)).toMatchInlineSnapshot(`
      "Compared with three-nodes (v1.33.1), 2026-11-01 10:00 UTC:

      subject            event         baseline  now      downtime
      notes-pvc          pod-delete    +kept     ~part*   3.2 s -> 3.2 s
      notes-pvc          node-drain    +kept     #stop>+  3.2 s -> no end
      notes-statefulset  rollout       +kept     +kept    3.2 s -> 32.4 s
      notes-none         oom           +kept     .        3.2 s -> ?
      notes-memory       node-failure  .         ?none

      4 with another verdict, 1 with a downtime twice or half as long, 1 the same
      "
    `);
  });

  it('shows only the counts when two runs are the same', () => {
    const text = renderComparison(fullReport(), fullReport());
    expect(text).toContain('0 with another verdict, 0 with a downtime twice or half as long, 156 the same');
    expect(text).not.toContain('baseline');
  });

  it('stays within 80 columns', () => {
    const cells = fullReport().cells.map((cell) => blockedCell(cell.kind, cell.event));
    const slow = reportOf(fullReport().cells.map((cell) => ({ ...cell, downtime: 599_000 })));
    const lines = [renderComparison(slow, reportOf(cells)), renderComparison(slow, fullReport())]
      .join('\n')
      .split('\n');
    expect(lines.length).toBeGreaterThan(300);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('makes control characters in a report visible instead of sending them to the terminal', () => {
    const hostile = reportOf([cellOf('pvc', 'oom', { subject: '\u001b[2J' })], {
      cluster: { ...before.cluster, name: '\u001b]0;x\u0007' },
    });
    expect(renderComparison(hostile, now)).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('renderComparisonMarkdown', () => {
  it('shows the same as a Markdown table, with names escaped', () => {
    const named = reportOf([cellOf('pvc', 'oom', { subject: 'a|<b>' })]);
    const text = renderComparisonMarkdown(named, now);
    expect(text).toContain('| notes-memory | node-failure |');
    expect(text).toContain(String.raw`| a\|\<b\> | oom | \+ survived | . | 3.2 s -\> ? |`);
  });
});
