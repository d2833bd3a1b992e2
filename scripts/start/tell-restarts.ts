import type { Replica, Workload } from '@persistence-lab/cluster';
import type { LocalCluster } from '@persistence-lab/cluster/local';

/** Tells of every container that ends by itself from now on: how it ended, and that it is started again. */
export function tellRestarts(cluster: LocalCluster, tell: (text: string) => void): void {
  const known = new Map<string, number>();
  function isNew({ id, restarts }: Replica): boolean {
    const before = known.get(id) ?? 0;
    known.set(id, restarts);
    return restarts > before;
  }
  const restarted = (workload: Workload) => cluster.replicas(workload).filter(isNew);
  cluster.workloads().forEach(restarted);
  cluster.onChange(() => {
    for (const workload of cluster.workloads())
      for (const { name } of restarted(workload)) void describe(name, cluster.diagnose(workload)).then(tell);
  });
}

async function describe(name: string, reasons: Promise<string[]>): Promise<string> {
  const [reason = name] = (await reasons).filter((each) => each.startsWith(`${name}: `));
  return `\n${reason}\nThe simulated kubelet starts it again, as Kubernetes would.`;
}
