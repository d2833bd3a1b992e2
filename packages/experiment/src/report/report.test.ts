import { expect, it } from 'vitest';
import { cell, report } from '../test-support/cells.ts';
import { reportSchema } from './report.ts';

it('reads a report without a language as English', () => {
  const { language, ...older } = report(cell({}));
  expect(reportSchema.parse(older)).toEqual({ ...older, language });
  expect(reportSchema.parse({ ...older, language: 'pt-BR' }).language).toBe('pt-BR');
  expect(language).toBe('en');
});
