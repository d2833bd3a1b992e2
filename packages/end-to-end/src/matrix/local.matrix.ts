import { kindNames, type Report } from '@persistence-lab/experiment';
import { findRedisServer } from '@persistence-lab/local-servers';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLab } from './lab-run.ts';
import { notes, reportFile } from './paths.ts';
import { eventsOf, problemsOf } from './problems.ts';

const isRedisMissing = (await findRedisServer()) === undefined;
let folder: string;
let code: number | null;
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-matrix-'));
  const cluster = ['--driver', 'local', '--folder', folder];
  ({ code, report } = await runLab(['--all', '--notes', String(notes), ...cluster], reportFile));
}, 1_800_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

describe('every event on a simulated cluster has the documented verdict for', () => {
  it.for(kindNames)('%s', (kind, { skip }) => {
    // CI installs Redis: there its cells must not be missing.
    skip(isRedisMissing && kind.startsWith('redis-') && !process.env['CI'], 'redis-server is not on PATH');
    const cells = report.cells.filter((cell) => cell.kind === kind);
    expect(cells.map(({ event }) => event)).toEqual(eventsOf(kind));
    expect(cells.flatMap((cell) => problemsOf(cell, notes))).toEqual([]);
  });
});

it('exits with 0', () => {
  expect(code).toBe(0);
});

it('leaves no difference, no open run and no process', () => {
  expect(report.leftovers).toEqual([]);
  expect(['run.json', 'processes.json'].filter((file) => existsSync(join(folder, file)))).toEqual([]);
});
