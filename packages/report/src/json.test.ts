import { describe, expect, it } from 'vitest';
import { parseReport, renderJson } from './json.ts';
import { fullReport } from './test-support/full-report.ts';

describe('renderJson', () => {
  it('writes JSON that parseReport reads back', () => {
    expect(parseReport(renderJson(fullReport()), 'run.json')).toEqual(fullReport());
  });

  it('refuses to write an invalid report', () => {
    expect(() => renderJson({ ...fullReport(), startedAt: 'yesterday' })).toThrow(/startedAt/);
  });
});

describe('parseReport', () => {
  it('names the file and the path of the first invalid field', () => {
    const report = fullReport();
    const text = JSON.stringify({ ...report, cells: [{ ...report.cells[0], acknowledged: -1 }] });
    expect(() => parseReport(text, 'old.json')).toThrow(/^old\.json is not a report .* at cells\[0\]\.acknowledged: /);
  });

  it('reports a file that is not JSON', () => {
    expect(() => parseReport('<html>', 'old.json')).toThrow(/^old\.json is not JSON: /);
  });

  it('refuses a report of another version', () => {
    const text = JSON.stringify({ ...fullReport(), schema: 'persistence-lab/run/2' });
    expect(() => parseReport(text, 'new.json')).toThrow(/at schema: .*persistence-lab\/run\/1/);
  });
});
