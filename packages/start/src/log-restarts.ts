import type { Replica, Workload } from '@persistence-lab/cluster';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import type { Print } from '@persistence-lab/command-line';
import type { Text } from '@persistence-lab/language';

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
  cluster.watch(() => {
    for (const workload of cluster.workloads())
      for (const { name } of restarted(workload)) void describe(name, cluster.why(workload)).then(print);
  });
}

async function describe(name: string, reasons: Promise<string[]>): Promise<Text> {
  const [reason = name] = (await reasons).filter((each) => each.startsWith(`${name}: `));
  return {
    en: `\n${reason}\nThe simulated kubelet restarts it, as that of Kubernetes does.`,
    'pt-BR': `\n${reason}\nO kubelet simulado o reinicia, como faz o do Kubernetes.`,
  };
}
