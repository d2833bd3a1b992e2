import type { ClusterNode, Replica } from '@persistence-lab/cluster';
import type { Text } from '@persistence-lab/language';

const noImage = /its node has no image/;

/** What older and newer schedulers report for a replica whose volume is, or has to be, on a node that it cannot use. */
const permanentReasons = [
  /volume node affinity conflict/,
  /didn't match PersistentVolume's node affinity/,
  /persistentvolumeclaim "[^"]*" not found/,
  // the image was not found: waiting for a registry says nothing about storage
  noImage,
];

/**
 * Why no further replica of a workload becomes ready without help, however long one waits; null if time may resolve it.
 * Replicas change at any moment: only a reason that persists counts.
 */
export function permanentBlockReason(replicas: readonly Replica[], nodes: readonly ClusterNode[]): Text | null {
  // Kubernetes evicts nothing while no node responds, so pods seem to be running:
  // https://kubernetes.io/docs/concepts/architecture/nodes/#rate-limits-on-eviction
  if (replicas.length > 0 && nodes.length > 0 && nodes.every(({ ready }) => !ready))
    return noNodeResponds(replicas.map(({ name }) => name).join(', '));
  const living = replicas.filter(({ terminating }) => !terminating);
  if (living.length === 0) return waitsForUnreachableNode(replicas, nodes);
  const isSchedulable = nodes.some(({ ready, cordoned }) => ready && !cordoned);
  const isBlocked = ({ pendingReason }: Replica) =>
    pendingReason !== null &&
    (!isSchedulable ||
      (permanentReasons.some((reason) => reason.test(pendingReason)) && !lacksCapacity(pendingReason)));
  const blocked = living.filter(isBlocked);
  if (blocked.length === 0 || !living.every((replica) => replica.ready || isBlocked(replica))) return null;
  const reasons = blocked.map(({ name, pendingReason }) => pending(name, pendingReason ?? ''));
  return { en: reasons.map(({ en }) => en).join('\n'), 'pt-BR': reasons.map((text) => text['pt-BR']).join('\n') };
}

/** A suitable node is full at the moment: another pod may end. */
const lacksCapacity = (pendingReason: string) => /Insufficient|Too many pods/.test(pendingReason);

/**
 * Whether Kubernetes retries by itself, for the first time after ten seconds:
 * https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff
 */
export const isRetried = (reason: Text): boolean => /ErrImagePull|ImagePullBackOff|RegistryUnavailable/.test(reason.en);

const noNodeResponds = (names: string): Text => ({
  en: `${names}: no node responds`,
  'pt-BR': `${names}: nenhum nó responde`,
});

function pending(name: string, pendingReason: string): Text {
  const remedy = noImage.test(pendingReason) ? loadImage : { en: '', 'pt-BR': '' };
  const reason = `${name}: Pending: ${pendingReason}`;
  return { en: `${reason}${remedy.en}`, 'pt-BR': `${reason}${remedy['pt-BR']}` };
}

const loadImage: Text = {
  en: '; load it on every node (npm run deploy does so with --load-command) or push it to a registry',
  'pt-BR': '; carregue-a em todos os nós (npm run deploy faz isso com --load-command) ou envie-a a um registro',
};

// A StatefulSet creates no replacement until its node confirms that the old pod has ended:
// https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/
function waitsForUnreachableNode(replicas: readonly Replica[], nodes: readonly ClusterNode[]): Text | null {
  const unreachable = nodes.filter(({ ready }) => !ready).map(({ name }) => name);
  const [first] = replicas;
  if (!first || !replicas.every(({ node }) => unreachable.includes(node ?? ''))) return null;
  const { name, node } = first;
  return {
    en: `${name}: is terminating, but ${node} does not respond: the replacement waits until the old pod has certainly ended`,
    'pt-BR': `${name}: está sendo encerrado, mas ${node} não responde: o pod substituto espera até ser certo que o antigo terminou`,
  };
}
