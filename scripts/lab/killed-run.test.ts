import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { describeKilledRuns } from './killed-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

interface State {
  readonly nodes: { readonly powered: boolean; readonly ready: boolean; readonly cordoned: boolean }[];
  readonly workloads: { readonly wanted: number }[];
  readonly pods: { readonly workload: string; readonly blocked: string | null }[];
}

/** What the simulated cluster has written down of itself; undefined before it begins. */
function state(): State | undefined {
  const file = join(folder, 'cluster.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { state: State }).state : undefined;
}

describeKilledRuns('a simulated cluster', {
  options: ['--driver', 'local', '--folder', folder],
  isDrained: () => state()?.pods.some(({ workload, blocked }) => workload === 'notes-pvc' && blocked) ?? false,
  isOff: () => state()?.nodes.some(({ powered }) => !powered) ?? false,
  isAsBefore: async () => {
    const { nodes, workloads } = state()!;
    expect(nodes).toMatchObject(Array.from({ length: 3 }, () => ({ powered: true, ready: true, cordoned: false })));
    expect(workloads.every(({ wanted }) => wanted === 1)).toBe(true);
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
  },
});
