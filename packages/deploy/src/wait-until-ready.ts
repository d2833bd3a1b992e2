import { openKubernetes, type Cluster, type Workload } from '@persistence-lab/cluster';
import type { Print } from '@persistence-lab/command-line';
import { formatDuration, type Language, type Text, UserError } from '@persistence-lab/language';
import type { DeployOptions } from './options.ts';
import { workloadsOf, type Manifest, type Overlay } from './overlay.ts';

interface WaitOptions extends Pick<DeployOptions, 'context' | 'timeout'> {
  readonly signal: AbortSignal;
  readonly print: Print;
}

/** Milliseconds without progress after which the reasons are printed. */
const quietTime = 10_000;

/**
 * Waits until every workload of the overlay is ready; prints each that becomes ready, and why others are not.
 * @throws UserError after the timeout
 */
export async function waitUntilReady({ objects }: Overlay, options: WaitOptions): Promise<void> {
  const { context, timeout, signal } = options;
  const deployed = workloadsOf(objects);
  const namespaces = [...new Set(deployed.map(({ metadata }) => metadata.namespace ?? 'default'))];
  const cluster = await openKubernetes({ context, namespaces });
  signal.addEventListener('abort', () => void cluster.close(), { once: true });
  const workloads = () => cluster.workloads().filter((each) => deployed.some((manifest) => isSame(manifest, each)));
  const pending = () => workloads().filter((workload) => !workload.rolledOut);
  const progress = createProgress(deployed.length, options.print);
  try {
    const deadline = Date.now() + timeout;
    while (!progress.allReady(workloads())) {
      signal.throwIfAborted();
      const left = deadline - Date.now();
      if (left <= 0) throw await timeoutError(cluster, pending(), timeout);
      const count = pending().length;
      const changed = await cluster
        .waitUntil('progress', () => pending().length !== count, { timeout: Math.min(quietTime, left) })
        .catch(falseOnTimeout);
      if (!changed) progress.printReasons(await reasonsOf(cluster, pending()));
    }
  } finally {
    await cluster.close();
  }
}

function createProgress(total: number, print: Print) {
  const ready = new Set<string>();
  const printed = new Set<string>();
  return {
    /** Prints what has become ready; true when everything is. */
    allReady(workloads: Workload[]): boolean {
      for (const { name, rolledOut } of workloads) {
        if (!rolledOut || ready.has(name)) continue;
        ready.add(name);
        const position = `${String(ready.size).padStart(2)}/${total}  ${name}`;
        print({ en: `  ready ${position}`, 'pt-BR': `  pronto ${position}` });
      }
      return workloads.every(({ rolledOut }) => rolledOut);
    },
    /** Prints each reason once. */
    printReasons(reasons: readonly Text[]): void {
      const fresh = reasons.filter(({ en }) => !printed.has(en));
      for (const { en } of fresh) printed.add(en);
      if (fresh.length === 0) return;
      print({ en: '  waiting:', 'pt-BR': '  aguardando:' });
      for (const reason of fresh) print({ en: `    ${reason.en}`, 'pt-BR': `    ${reason['pt-BR']}` });
    },
  };
}

const reasonsOf = async (cluster: Cluster, pending: Workload[]): Promise<Text[]> =>
  (await Promise.all(pending.map((workload) => cluster.diagnose(workload)))).flat();

async function timeoutError(cluster: Cluster, pending: Workload[], timeout: number): Promise<UserError> {
  const names = pending.map(({ name }) => name).join(', ');
  const reasons = await reasonsOf(cluster, pending);
  const lines = (language: Language) => reasons.map((reason) => `  ${reason[language]}\n`).join('');
  return new UserError({
    en: `Not ready within ${formatDuration(timeout)}: ${names}\n${lines('en')}Run the same command again to wait longer.`,
    'pt-BR': `Não ficou pronto em ${formatDuration(timeout, 'pt-BR')}: ${names}\n${lines('pt-BR')}Execute o mesmo comando de novo para esperar mais.`,
  });
}

const isSame = ({ kind, metadata }: Manifest, workload: Workload): boolean =>
  metadata.name === workload.name &&
  (metadata.namespace ?? 'default') === workload.namespace &&
  (kind === 'Job') === (workload.component === 'job');

function falseOnTimeout(error: unknown): false {
  if ((error as { code?: string }).code === 'timeout') return false;
  throw error;
}
