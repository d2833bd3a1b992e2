import { describe, expect, it } from 'vitest';
import { languages, type Language } from '@persistence-lab/language';
import { renderComparison, renderComparisonMarkdown } from './comparison.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTable } from './table.ts';
import { blockedCell, cellOf, corruptCell, fullReport, lossyCell, reportOf } from './test-support/full-report.ts';
import { labelOf, legendVerdicts } from './verdict-labels.ts';
import { wordingFor } from './wording.ts';

const reportIn = (language: Language) => ({
  ...reportOf([lossyCell('pvc', 'scale-out'), blockedCell('pvc', 'node-drain'), corruptCell('none', 'oom')]),
  language,
});

const renderers = {
  table: renderTable,
  Markdown: renderMarkdown,
  HTML: renderHtml,
  comparison: (report: ReturnType<typeof reportIn>) => renderComparison(reportIn('en'), report),
  'comparison in Markdown': (report: ReturnType<typeof reportIn>) => renderComparisonMarkdown(reportIn('en'), report),
};

describe.each(Object.entries(renderers))('a report as %s', (_, render) => {
  it('is written in the language of the report', () => {
    const english = wordingFor('en');
    const text = render({ ...reportIn('pt-BR'), leftovers: [] });
    const shared = ['event', 'node', 'replica', 'replicas'];
    const words = [...Object.values(english.words), ...Object.values(english.verdicts)];
    const left = words.filter((word) => word.length > 4 && !shared.includes(word) && text.includes(` ${word} `));
    expect(left).toEqual([]);
    expect(text).not.toBe(render({ ...reportIn('en'), leftovers: [] }));
  });
});

describe('a report in Portuguese', () => {
  it('stays within 80 columns as a table', () => {
    const lines = renderTable({ ...fullReport(), language: 'pt-BR' }).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('names its language for screen readers', () => {
    expect(renderHtml(reportIn('pt-BR'))).toContain('<html lang="pt-BR">');
  });

  it('writes numbers, plurals and durations as in Brazil', () => {
    const text = renderTable({ ...reportOf([cellOf('pvc', 'oom')]), language: 'pt-BR' });
    expect(text).toContain('1.000/1.000');
    expect(text).toContain('1 célula: 1 como o esperado');
    expect(text).toContain('3,2 s');
  });
});

describe('the short form of a verdict', () => {
  it.each(languages)('is unique and has at most four letters in %s', (language) => {
    const shorts = legendVerdicts.map((verdict) => labelOf(verdict).short[language]);
    expect(new Set(shorts).size).toBe(shorts.length);
    expect(shorts.filter((short) => short.length > 4)).toEqual([]);
  });
});
