import { CoordinationV1Api, type KubeConfig } from '@kubernetes/client-node';
import { setTimeout as pause } from 'node:timers/promises';

const leaseTimeout = 25_000; // a kubelet renews it every 10 s

/**
 * Whether a node's kubelet renews its lease from now on. The condition Ready would stay true for a while after the node
 * has died. https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats
 */
export async function isNodeAlive(
  config: KubeConfig,
  name: string,
  { timeout = leaseTimeout, interval = 1_000 } = {},
): Promise<boolean> {
  const leases = config.makeApiClient(CoordinationV1Api);
  const renewed = async () => {
    const { spec } = await leases.readNamespacedLease({ name, namespace: 'kube-node-lease' });
    return String(spec?.renewTime);
  };
  const first = await renewed();
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    await pause(interval);
    if ((await renewed()) !== first) return true;
  }
  return false;
}
