import { describe, expect, it } from 'vitest';
import { renderHtml } from './html.ts';
import { blockedCell, cellOf, fullReport, lossyCell, reportOf } from './test-support/full-report.ts';

const count = (text: string, part: RegExp) => [...text.matchAll(part)].length;

describe('renderHtml', () => {
  it('links every field of the matrix to the details of its cell', () => {
    const page = renderHtml(fullReport());
    const links = [...page.matchAll(/href="#(cell-\d+)"/g)].map(([, id]) => id);
    const ids = [...page.matchAll(/<article id="(cell-\d+)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(fullReport().cells.length);
    expect(new Set(links)).toEqual(new Set(ids));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('draws a timeline for every cell that ran', () => {
    const { cells } = fullReport();
    const ran = cells.filter(({ timeline }) => timeline.length > 0);
    expect(count(renderHtml(fullReport()), /<svg role="img"/g)).toBe(ran.length);
  });

  it('is self-contained: no script, image, style sheet or font is loaded', () => {
    const page = renderHtml(fullReport());
    expect(page).not.toMatch(/<script|<img|<iframe|<object|@import|url\(|\ssrc=|\son\w+=/i);
    expect([...page.matchAll(/<link [^>]*>/g)].map(String)).toEqual(['<link rel="icon" href="data:," />']);
  });

  it('shows verdict, difference and undo in words, not only by colour', () => {
    const page = renderHtml(reportOf([blockedCell('pvc', 'node-drain'), lossyCell('statefulset', 'oom')]));
    const fields = [...page.matchAll(/<td[^]*?<\/td>/g)].map(([field]) =>
      field
        .replaceAll(/<[^>]*>|&nbsp;/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
    expect(fields).toEqual(['not run', '# blocked then + survived', '~ partly lost differs 3.2 s', 'not run']);
  });

  it('escapes every text of a report', () => {
    const hostile = `"><script>alert(1)</script>' onload='x' &amp; </title></style><svg onload=alert(1)>`;
    const cell = lossyCell('pvc', 'oom');
    const everywhere = {
      subject: hostile,
      couldNotRun: hostile,
      reasons: [hostile],
      evidence: [hostile],
      readings: [{ ...cell.readings[0]!, replica: hostile, node: hostile, missing: [hostile] }],
      afterUndo: { verdict: 'lost' as const, kept: 0, lost: 1, readings: [], mark: hostile },
      expectation: { ...cell.expectation, because: hostile, source: hostile },
      timeline: [{ at: 1, what: 'note' as const, detail: hostile }],
    };
    const cluster = { name: hostile, driver: 'kubernetes' as const, version: hostile, nodes: 1 };
    const page = renderHtml(
      reportOf([{ ...cell, ...everywhere }, cellOf('pvc', 'oom')], { cluster, leftovers: [hostile] }),
    );
    expect(page).not.toMatch(/<script|<svg onload|' onload/);
    expect(count(page, /&lt;script&gt;/g)).toBeGreaterThanOrEqual(12);
    expect(count(page, /<\/title>/g)).toBe(1);
    expect(count(page, /<\/style>/g)).toBe(1);
  });

  it('links https addresses only', () => {
    const { expectation } = cellOf('pvc', 'oom');
    const sources = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://kubernetes.io/docs/'];
    const cells = sources.map((source, at) =>
      cellOf('pvc', 'oom', { subject: `s${at}`, expectation: { ...expectation, source } }),
    );
    const targets = [...renderHtml(reportOf(cells)).matchAll(/<a\s+href="([^#][^"]*)"/g)].map(([, target]) => target);
    expect(targets).toEqual(['https://kubernetes.io/docs/']);
  });
});
