import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Replica } from '../../cluster.ts';

export const appLabel = 'app.kubernetes.io/name';

export function replicaOf(pod: V1Pod, fetch: Replica['fetch']): Replica {
  return {
    id: pod.metadata?.uid ?? '',
    name: pod.metadata?.name ?? '',
    namespace: pod.metadata?.namespace ?? '',
    app: pod.metadata?.labels?.[appLabel] ?? '',
    node: pod.spec?.nodeName ?? null,
    pendingReason: unschedulableReason(pod) ?? missingImage(pod) ?? null,
    ready: condition(pod.status?.conditions, 'Ready')?.status === 'True' && !isTerminating(pod),
    terminating: isTerminating(pod),
    restarts: restartsOf(pod),
    fetch,
  };
}

function unschedulableReason({ status }: V1Pod): string | undefined {
  const scheduled = condition(status?.conditions, 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? scheduled.reason ?? 'Pending') : undefined;
}

/** The kubelet's reasons for an unavailable image: https://kubernetes.io/docs/concepts/containers/images/ */
const missingImageReasons = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
];

/** The reason for the first image that the node does not have; undefined: it has all. */
export function missingImage(pod: V1Pod): string | undefined {
  const waiting = containerStatusesOf(pod).find(({ state }) =>
    missingImageReasons.includes(state?.waiting?.reason ?? ''),
  );
  return waiting && `${waiting.state?.waiting?.reason}: its node has no image ${waiting.image}`;
}

/** The statuses of the pod's containers, in the order of their start. */
export const containerStatusesOf = ({ status }: V1Pod): V1ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

export function restartsOf({ status }: V1Pod): number {
  return (status?.containerStatuses ?? []).reduce((total, { restartCount }) => total + restartCount, 0);
}

export function condition<T extends { type: string }>(conditions: T[] | undefined, type: string): T | undefined {
  return conditions?.find((each) => each.type === type);
}

export const isTerminating = (pod: V1Pod) => pod.metadata?.deletionTimestamp !== undefined;
