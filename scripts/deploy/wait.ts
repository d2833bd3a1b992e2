import { openKubernetes, type Cluster, type Workload } from '@persistence-lab/cluster';
import type { DeployOptions } from './options.ts';
import { workloadsOf, type Overlay } from './overlay.ts';
import { ScriptError } from './script-error.ts';

const quietTime = 10_000; // milliseconds without a change after which we say what is being waited for

/** Waits until every workload of the overlay is ready, telling which became so and why the others are not. */
export async function waitUntilSettled(
  { objects }: Overlay,
  { context, timeout }: Pick<DeployOptions, 'context' | 'timeout'>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = workloadsOf(objects).map(({ kind, metadata }) => ({ kind, ...metadata }));
  const namespaces = [...new Set(wanted.map(({ namespace = 'default' }) => namespace))];
  const cluster = await openKubernetes({ context, namespaces });
  signal.addEventListener('abort', () => void cluster.close(), { once: true });
  const ours = () => cluster.workloads().filter((each) => wanted.some((want) => isSame(want, each)));
  const pending = () => ours().filter((workload) => !workload.settled);
  const report = createReport(wanted.length);
  try {
    const deadline = Date.now() + timeout;
    while (!report.settled(ours())) {
      signal.throwIfAborted();
      const left = deadline - Date.now();
      if (left <= 0) throw new ScriptError(await complaint(cluster, pending(), timeout));
      const count = pending().length;
      const moved = await cluster
        .until('progress', () => pending().length !== count, { timeout: Math.min(quietTime, left) })
        .catch(timedOut);
      if (!moved) report.reasons(await reasonsOf(cluster, pending()));
    }
  } finally {
    await cluster.close();
  }
}

function createReport(total: number) {
  const done = new Set<string>();
  let lastReasons = '';
  return {
    /** Tells what has become ready; true when nothing is left to wait for. */
    settled(workloads: Workload[]): boolean {
      for (const { name, settled } of workloads) {
        if (!settled || done.has(name)) continue;
        done.add(name);
        console.log(`  ready ${String(done.size).padStart(2)}/${total}  ${name}`);
      }
      return workloads.every(({ settled }) => settled);
    },
    reasons(reasons: string[]): void {
      const text = reasons.join('\n');
      if (text !== lastReasons) console.log(`still waiting:\n${text}`);
      lastReasons = text;
    },
  };
}

async function reasonsOf(cluster: Cluster, pending: Workload[]): Promise<string[]> {
  const all = await Promise.all(pending.map(async (each) => ({ name: each.name, why: await cluster.why(each) })));
  return all.map(({ name, why }) => [`  ${name}`, ...why.map((reason) => `    ${reason}`)].join('\n'));
}

async function complaint(cluster: Cluster, pending: Workload[], timeout: number): Promise<string> {
  const reasons = await reasonsOf(cluster, pending);
  return `Not ready within ${timeout / 1000} s:\n${reasons.join('\n')}\nRun the command again to go on waiting.`;
}

function isSame(want: { kind: string; name: string; namespace?: string }, workload: Workload): boolean {
  return (
    want.name === workload.name &&
    (want.namespace ?? 'default') === workload.namespace &&
    (want.kind === 'Job') === (workload.component === 'job')
  );
}

function timedOut(error: unknown): false {
  if ((error as { code?: string }).code === 'timeout') return false;
  throw error;
}
