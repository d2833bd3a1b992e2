import { describe, expect, it } from 'vitest';
import { reportFields } from './reference.ts';
import { fullReport } from './test-support/full-report.ts';

/** Every path of a value; lists are written []. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsOf(each, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = `${prefix}${name}${Array.isArray(inner) ? '[]' : ''}`;
    return [path, ...pathsOf(inner, `${path}.`)];
  });
}

describe('reportFields', () => {
  it('has every field of a report', () => {
    const known = reportFields().map(({ path }) => path);
    const used = [...new Set(pathsOf(JSON.parse(JSON.stringify(fullReport()))))];
    expect(used.filter((path) => !known.includes(path))).toEqual([]);
    expect(used).toContain('cells[].afterUndo.readings[].missing[]');
  });

  it('describes every field that is not an object', () => {
    const undescribed = reportFields().filter(
      ({ type, description }) => !type.includes('object') && description === '',
    );
    expect(undescribed.map(({ path }) => path).filter((path) => !path.endsWith('.verdict'))).toEqual([]);
  });

  it('describes types in words', () => {
    const types = new Map(reportFields().map(({ path, type }) => [path, type]));
    expect(types.get('cells[].downtime')).toBe('number or null');
    expect(types.get('cells[].readings[].missing[]')).toBe('list of text');
    expect(types.get('cluster.driver')).toBe('`kubernetes`, `local`');
    expect(types.get('cells[].couldNotRun')).toBe('text or null');
    expect([...types.values()]).not.toContain('anything');
    expect(types.get('schema')).toBe('`persistence-lab/run/1`');
  });
});
