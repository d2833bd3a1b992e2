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
  const pending = () => ours().filter((workload) => !workload.rolledOut);
  const report = createReport(wanted.length);
  try {
    const deadline = Date.now() + timeout;
    while (!report.settled(ours())) {
      signal.throwIfAborted();
      const left = deadline - Date.now();
      if (left <= 0) throw new ScriptError(await complaint(cluster, pending(), timeout));
      const count = pending().length;
      const moved = await cluster
        .waitUntil('progress', () => pending().length !== count, { timeout: Math.min(quietTime, left) })
        .catch(timedOut);
      if (!moved) report.reasons(await reasonsOf(cluster, pending()));
    }
  } finally {
    await cluster.close();
  }
}

function createReport(total: number) {
  const done = new Set<string>();
  const told = new Set<string>();
  return {
    /** Tells what has become ready; true when nothing is left to wait for. */
    settled(workloads: Workload[]): boolean {
      for (const { name, rolledOut } of workloads) {
        if (!rolledOut || done.has(name)) continue;
        done.add(name);
        console.log(`  ready ${String(done.size).padStart(2)}/${total}  ${name}`);
      }
      return workloads.every(({ rolledOut }) => rolledOut);
    },
    /** Tells each reason once. */
    reasons(reasons: string[]): void {
      const news = reasons.filter((reason) => !told.has(reason));
      for (const reason of news) told.add(reason);
      if (news.length > 0) console.log(['  waiting:', ...news.map((reason) => `    ${reason}`)].join('\n'));
    },
  };
}

const reasonsOf = async (cluster: Cluster, pending: Workload[]): Promise<string[]> =>
  (await Promise.all(pending.map((workload) => cluster.diagnose(workload)))).flat();

async function complaint(cluster: Cluster, pending: Workload[], timeout: number): Promise<string> {
  const names = pending.map(({ name }) => name).join(', ');
  const reasons = (await reasonsOf(cluster, pending)).map((reason) => `  ${reason}`);
  return [`Not ready within ${timeout / 1000} s: ${names}`, ...reasons, 'To go on waiting, run it again.'].join('\n');
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
