import { ApiException, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { Cluster, Replica } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { crash } from './crash.ts';
import { evict } from './evict.ts';
import { oomKill } from './oom-kill.ts';
import { patchRestart } from '../cluster-actions/patch.ts';
import type { ObjectCache } from '../cache/object-cache.ts';

export type ReplicaActions = Pick<Cluster, 'crash' | 'oomKill' | 'delete' | 'evict' | 'rollout'>;

/** The actions that need no undo. */
export function createReplicaActions(
  config: KubeConfig,
  cache: () => ObjectCache,
  waitUntil: Cluster['waitUntil'],
): ReplicaActions {
  const core = config.makeApiClient(CoreV1Api);
  const podOf = (replica: Replica) => cache().pods.find(({ metadata }) => metadata?.uid === replica.id);

  function requirePod(replica: Replica): V1Pod {
    const pod = podOf(replica);
    if (pod === undefined) throw replicaGone(replica);
    return pod;
  }

  return {
    crash: async (replica) => crash(config, replica, requirePod(replica)),
    oomKill: async (replica) =>
      oomKill({ config, replica, pod: requirePod(replica), currentPod: () => podOf(replica), waitUntil }),
    async delete(replica, { force = false } = {}) {
      const { name, namespace, id: uid } = replica;
      const body = { preconditions: { uid }, ...(force && { gracePeriodSeconds: 0 }) };
      await core.deleteNamespacedPod({ name, namespace, body }).catch(rethrowGone(replica));
    },
    evict: (replica) => evict(core, replica).catch(rethrowGone(replica)),
    rollout: (workload) => patchRestart(config, cache(), workload),
  };
}

const replicaGone = ({ name }: Replica) =>
  new ClusterError('missing', { en: `${name} is gone.`, 'pt-BR': `${name} não existe mais.` });

/** 409: the uid is not that of the pod, another pod has the name. */
function rethrowGone(replica: Replica): (error: unknown) => never {
  return (error) => {
    throw error instanceof ApiException && (error.code === 404 || error.code === 409) ? replicaGone(replica) : error;
  };
}
