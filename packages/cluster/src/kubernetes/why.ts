import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import { reasonsOf } from './reasons.ts';
import { objectOf, podsOf, type Seen } from './view.ts';

/** Events are asked for when somebody wants to know: watching them all would cost more than they tell. */
export function createDiagnose(config: KubeConfig, seen: () => Seen): Cluster['diagnose'] {
  const core = config.makeApiClient(CoreV1Api);
  return async (workload) => {
    const { items: events } = await core.listNamespacedEvent({ namespace: workload.namespace });
    const owner = objectOf(seen(), workload);
    if (owner === undefined) return [`${workload.name} does not exist`];
    const { pods, claims } = seen();
    return reasonsOf({ owner, desiredReplicas: workload.desiredReplicas, pods: podsOf(owner, pods), claims, events });
  };
}
