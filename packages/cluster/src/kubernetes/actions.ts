import { ApiException, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { Cluster, Replica } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { crash } from './crash.ts';
import { evict } from './evict.ts';
import { oomKill } from './exhaust.ts';
import { patchRestart } from './patch.ts';
import type { Seen } from './view.ts';

export type Actions = Pick<Cluster, 'crash' | 'oomKill' | 'delete' | 'evict' | 'rollout'>;

/** What leaves nothing to undo. */
export function createActions(config: KubeConfig, seen: () => Seen, waitUntil: Cluster['waitUntil']): Actions {
  const core = config.makeApiClient(CoreV1Api);
  const podOf = (replica: Replica) => seen().pods.find(({ metadata }) => metadata?.uid === replica.id);

  function livingPod(replica: Replica): V1Pod {
    const pod = podOf(replica);
    if (pod === undefined) throw gone(replica);
    return pod;
  }

  return {
    crash: async (replica) => crash(config, replica, livingPod(replica)),
    oomKill: async (replica) =>
      oomKill({ config, replica, pod: livingPod(replica), podNow: () => podOf(replica), waitUntil }),
    async delete(replica, { force = false } = {}) {
      const { name, namespace, id: uid } = replica;
      const body = { preconditions: { uid }, ...(force && { gracePeriodSeconds: 0 }) };
      await core.deleteNamespacedPod({ name, namespace, body }).catch(whenGone(replica));
    },
    evict: (replica) => evict(core, replica).catch(whenGone(replica)),
    rollout: (workload) => patchRestart(config, seen(), workload),
  };
}

const gone = ({ name }: Replica) => new ClusterError('missing', `${name} is gone.`);

/** Another pod of the same name counts as none: 409 is the answer to a uid that is not its own. */
function whenGone(replica: Replica): (error: unknown) => never {
  return (error) => {
    throw error instanceof ApiException && (error.code === 404 || error.code === 409) ? gone(replica) : error;
  };
}
