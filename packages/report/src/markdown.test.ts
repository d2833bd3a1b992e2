import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { blockedCell, cellOf, fullReport, lossyCell, reportOf } from './test-support/full-report.ts';

const cellsOf = (line: string) => line.split(/(?<!\\)\|/).length;

describe('renderMarkdown', () => {
  it('shows a matrix a topic, differences in bold and marked', () => {
    const report = reportOf([
      cellOf('emptydir', 'pod-delete', { verdict: 'lost' }),
      lossyCell('pvc', 'pod-delete'),
      blockedCell('pvc', 'node-drain'),
    ]);
    const text = renderMarkdown(report);
    expect(text.slice(text.indexOf('## Removal'), text.indexOf('## Look at these cells'))).toMatchInlineSnapshot(`
      "## Removal

      | kind | pod-delete |
      | --- | --- |
      | emptydir | - lost |
      | pvc | **~ partly lost** \\* |

      ## Movement

      | kind | node-drain |
      | --- | --- |
      | emptydir |  |
      | pvc | # blocked, then + survived |

      "
    `);
  });

  it('shows the figures of every cell', () => {
    const rows = renderMarkdown(fullReport())
      .split('## Figures')[1]!
      .match(/^\| notes-/gm);
    expect(rows).toHaveLength(fullReport().cells.length);
  });

  it('links the source of the expectation', () => {
    expect(renderMarkdown(reportOf([lossyCell('pvc', 'oom')]))).toContain(
      '- source: <https://kubernetes.io/docs/concepts/storage/volumes/>',
    );
  });

  it('shows the texts of a report literally, never as markup', () => {
    const hostile = '<script>x</script> | [a](javascript:b) ![i](http://c) `d` **e** &amp; \n\n# heading';
    const cell = lossyCell('pvc', 'oom');
    const expectation = { ...cell.expectation, because: hostile, source: hostile };
    const report = reportOf(
      [cell, cellOf('pvc', 'oom')].map((each, at) => ({
        ...each,
        subject: `${hostile}${at}`,
        evidence: [hostile, '- item', '1. item'],
        expectation,
        asExpected: false,
      })),
      { leftovers: [hostile] },
    );
    const text = renderMarkdown(report);
    expect(text).not.toMatch(/(?<!\\)(<script|`d`|\*\*e|!\[i|&amp;)|^# heading/m);
    expect(text).not.toMatch(/(?<!\\)\[a\\?\]\(/);
    expect(text).toContain(String.raw`- evidence: \- item`);
    expect(text).toContain(String.raw`- evidence: 1\. item`);
    const [head = '', ...rows] = text.split('\n').filter((line) => line.startsWith('|') && line.includes('oom'));
    expect(new Set(rows.map(cellsOf))).toEqual(new Set([9]));
    expect(cellsOf(head)).toBe(4);
  });
});
