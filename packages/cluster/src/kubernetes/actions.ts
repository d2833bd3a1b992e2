import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster, Replica, Workload } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { crash } from './crash.ts';
import { reasonsOf } from './reasons.ts';
import { objectOf, podsOf, type Seen } from './view.ts';

export type Actions = Pick<Cluster, 'crash' | 'delete' | 'scale' | 'cordon' | 'uncordon' | 'why'>;

const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** What may be done to the cluster, each by its own API call. */
export function createActions(config: KubeConfig, seen: () => Seen): Actions {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);

  async function setUnschedulable(name: string, unschedulable: boolean): Promise<void> {
    await core.patchNode({ name, body: { spec: { unschedulable } } }, mergePatch);
  }

  return {
    async crash(replica: Replica) {
      const pod = seen().pods.find(({ metadata }) => metadata?.uid === replica.id);
      if (pod === undefined) throw new ClusterError('missing', `${replica.name} is gone.`);
      await crash(config, replica, pod);
    },
    async delete({ name, namespace, id }: Replica) {
      await core.deleteNamespacedPod({ name, namespace, body: { preconditions: { uid: id } } });
    },
    async scale({ name, namespace, ...workload }: Workload, replicas: number) {
      const isDeployment = seen().deployments.includes(objectOf(seen(), { name, namespace, ...workload }) as never);
      const change = { name, namespace, body: { spec: { replicas } } };
      if (isDeployment) await apps.patchNamespacedDeploymentScale(change, mergePatch);
      else await apps.patchNamespacedStatefulSetScale(change, mergePatch);
    },
    cordon: (node) => setUnschedulable(node, true),
    uncordon: (node) => setUnschedulable(node, false),
    async why(workload: Workload) {
      const { items: events } = await core.listNamespacedEvent({ namespace: workload.namespace });
      const { pods, claims, ...others } = seen();
      const owner = objectOf({ pods, claims, ...others }, workload);
      if (owner === undefined) return [`${workload.name} does not exist`];
      return reasonsOf({ owner, wanted: workload.wanted, pods: podsOf(owner, pods), claims, events });
    },
  };
}
