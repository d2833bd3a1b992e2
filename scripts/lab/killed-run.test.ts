import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeKilledRuns } from './killed-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

interface State {
  readonly nodes: {
    readonly name: string;
    readonly powered: boolean;
    readonly ready: boolean;
    readonly cordoned: boolean;
  }[];
  readonly workloads: { readonly name: string; readonly desiredReplicas: number }[];
  readonly pods: { readonly workload: string; readonly pendingReason: string | null }[];
}

/** What the simulated cluster has written down of itself; undefined before it begins. */
function state(): State | undefined {
  const file = join(folder, 'cluster.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { state: State }).state : undefined;
}

describeKilledRuns('a simulated cluster', {
  options: ['--driver', 'local', '--folder', folder],
  isDrained: () =>
    state()?.pods.some(({ workload, pendingReason }) => workload === 'notes-pvc' && pendingReason) ?? false,
  isOff: () => state()?.nodes.some(({ powered }) => !powered) ?? false,
  differences: async () => {
    const { nodes, workloads } = state()!;
    return [
      ...nodes.filter(({ powered, ready, cordoned }) => !powered || !ready || cordoned).map(({ name }) => name),
      ...workloads.filter(({ desiredReplicas }) => desiredReplicas !== 1).map(({ name }) => name),
      ...['run.json'].filter((file) => existsSync(join(folder, file))),
    ];
  },
});
