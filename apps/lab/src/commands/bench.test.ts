import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Figures } from '../bench/measurement.ts';
import { runProgram } from '../program.ts';

const main = join(import.meta.dirname, '../../../../scripts/commands/lab.ts');

describe('lab bench', { timeout: 60_000 }, () => {
  let folder: string;
  let printed: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-bench-test-'));
    printed = [];
    for (const level of ['log', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((text: string) => void printed.push(text));
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    process.exitCode = 0;
    await rm(folder, { recursive: true });
  });

  it('names the missing options when there is nothing to measure', async () => {
    expect(await runProgram(['bench'])).toBe(2);
    expect(printed).toEqual([expect.stringContaining('pass --folder <dir>, --class <name>')]);
  });

  it('rejects an unknown kind and lists the kinds', async () => {
    expect(await runProgram(['bench', '--kinds', 'pvc', 'tape'])).toBe(2);
    expect(printed).toEqual([expect.stringMatching(/^There is no kind "tape". The kinds are: none, emptydir/)]);
  });

  it('rejects a file above 1 GiB, and measurements above 5 s', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await runProgram(['bench', '--folder', folder, '--size', '1025'])).toBe(2);
    expect(await runProgram(['bench', '--folder', folder, '--seconds', '6'])).toBe(2);
  });

  it('prints figures as JSON, writes them as a page, and exits with 2 when a folder could not be measured', async () => {
    const page = join(folder, 'page.html');
    const args = ['--size', '16', '--seconds', '1', '--json', '--html', page];
    expect(await runProgram(['bench', '--folder', folder, join(folder, 'none'), ...args])).toBe(2);
    const { volumes: benchmarks } = JSON.parse(printed.join('\n')) as Figures;
    expect(benchmarks[0]!.measurement!.fsync).toMatchObject({ samples: expect.any(Number) as number });
    expect(benchmarks.at(-1)).toMatchObject({ volume: join(folder, 'none'), measurement: null });
    expect(await readFile(page, 'utf8')).toContain('<svg');
  });

  it('leaves no files after Ctrl-C, and exits with 130', async () => {
    const child = spawn(process.execPath, [main, 'bench', '--folder', folder], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await expect
      .poll(async () => (await readdir(folder, { recursive: true })).length, { timeout: 30_000 })
      .toBeGreaterThan(1);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(await readdir(folder)).toEqual([]);
  });
});
