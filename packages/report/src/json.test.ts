import { describe, expect, it } from 'vitest';
import { parseReport, renderJson } from './json.ts';
import { fullReport } from './test-support/full-report.ts';

describe('renderJson', () => {
  it('writes what parseReport reads again', () => {
    expect(parseReport(renderJson(fullReport()), 'run.json')).toEqual(fullReport());
  });

  it('refuses to write what could not be read again', () => {
    expect(() => renderJson({ ...fullReport(), startedAt: 'yesterday' })).toThrow(/startedAt/);
  });
});

describe('parseReport', () => {
  it('names the file and the place of the first mistake', () => {
    const report = fullReport();
    const text = JSON.stringify({ ...report, cells: [{ ...report.cells[0], acknowledged: -1 }] });
    expect(() => parseReport(text, 'old.json')).toThrow(/^old\.json is not a report .* at cells\[0\]\.acknowledged: /);
  });

  it('says when a file is no JSON at all', () => {
    expect(() => parseReport('<html>', 'old.json')).toThrow(/^old\.json is not JSON: /);
  });

  it('refuses a report of another version', () => {
    const text = JSON.stringify({ ...fullReport(), schema: 'persistence-lab/run/2' });
    expect(() => parseReport(text, 'new.json')).toThrow(/at schema: .*persistence-lab\/run\/1/);
  });
});
