import type { Replica, Workload } from '@persistence-lab/cluster';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import type { Print } from '@persistence-lab/command-line';
import { type Text, untranslated } from '@persistence-lab/language';

/** Prints from now on each restart of a container, with the reason why it ended. */
export function logRestarts(cluster: LocalCluster, print: Print): void {
  const known = new Map<string, number>();
  function hasRestarted({ id, restarts }: Replica): boolean {
    const before = known.get(id) ?? 0;
    known.set(id, restarts);
    return restarts > before;
  }
  const restarted = (workload: Workload) => cluster.replicas(workload).filter(hasRestarted);
  cluster.workloads().forEach(restarted);
  cluster.onChange(() => {
    for (const workload of cluster.workloads())
      for (const { name } of restarted(workload)) void describe(name, cluster.diagnose(workload)).then(print);
  });
}

async function describe(name: string, reasons: Promise<Text[]>): Promise<Text> {
  const [reason = untranslated(name)] = (await reasons).filter(({ en }) => en.startsWith(`${name}: `));
  return {
    en: `\n${reason.en}\nThe simulated kubelet restarts it, as that of Kubernetes does.`,
    'pt-BR': `\n${reason['pt-BR']}\nO kubelet simulado o reinicia, como faz o do Kubernetes.`,
  };
}
