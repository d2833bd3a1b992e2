import type {
  V1ContainerStatus,
  V1Deployment,
  V1Job,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { ClusterNode, Replica, Workload, WorkloadName } from '../../cluster.ts';

/** The watched Kubernetes objects. */
export interface ObjectCache {
  readonly pods: V1Pod[];
  readonly deployments: V1Deployment[];
  readonly statefulSets: V1StatefulSet[];
  readonly jobs: V1Job[];
  readonly claims: V1PersistentVolumeClaim[];
  /** Empty without permission to list them. */
  readonly volumes: V1PersistentVolume[];
  readonly nodes: V1Node[];
}

/** The object that controls the pods of a workload. */
export type WorkloadObject = V1Deployment | V1StatefulSet | V1Job;

const label = {
  app: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',
  kind: 'persistence-lab/kind',
} as const;

export function workloadsOf(cache: ObjectCache): Workload[] {
  return [
    ...cache.deployments.map((each) => describeWorkload(each, isDeploymentRolledOut(each, cache.pods))),
    ...cache.statefulSets.map((each) => describeWorkload(each, isStatefulSetRolledOut(each))),
    ...cache.jobs.map((each) => ({ ...describeWorkload(each, isComplete(each)), component: 'job' as const })),
  ];
}

function describeWorkload(object: V1Deployment | V1StatefulSet | V1Job, rolledOut: boolean): Workload {
  const { name = '', namespace = '', labels = {} } = object.metadata ?? {};
  const spec = object.spec as { replicas?: number; completions?: number } | undefined;
  return {
    name,
    namespace,
    component: labels[label.component] === 'database' ? 'database' : 'api',
    app: labels[label.app] ?? name,
    kind: labels[label.kind] ?? null,
    desiredReplicas: spec?.replicas ?? spec?.completions ?? 1,
    rolledOut,
  };
}

function isDeploymentRolledOut(deployment: V1Deployment, pods: V1Pod[]): boolean {
  const { metadata, spec, status } = deployment;
  const desired = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    !podsOf(deployment, pods).some(isTerminating) // a terminating pod is in no counter but may still write
  );
}

function isStatefulSetRolledOut({ metadata, spec, status }: V1StatefulSet): boolean {
  const desired = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired
  );
}

const isComplete = (job: V1Job) => condition(job.status?.conditions, 'Complete')?.status === 'True';

/** The Kubernetes object of a workload. */
export function objectOf(cache: ObjectCache, workload: WorkloadName & Partial<Workload>): WorkloadObject | undefined {
  const lists = workload.component === 'job' ? [cache.jobs] : [cache.deployments, cache.statefulSets];
  return lists
    .flat()
    .find(({ metadata }) => metadata?.name === workload.name && metadata.namespace === workload.namespace);
}

export function podsOf(owner: WorkloadObject, pods: V1Pod[]): V1Pod[] {
  const wanted = Object.entries(owner.spec?.selector?.matchLabels ?? {});
  return pods.filter(
    ({ metadata }) =>
      metadata?.namespace === owner.metadata?.namespace &&
      wanted.length > 0 &&
      wanted.every(([key, value]) => metadata?.labels?.[key] === value),
  );
}

export function replicaOf(pod: V1Pod, fetch: Replica['fetch']): Replica {
  return {
    id: pod.metadata?.uid ?? '',
    name: pod.metadata?.name ?? '',
    namespace: pod.metadata?.namespace ?? '',
    app: pod.metadata?.labels?.[label.app] ?? '',
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

export function nodeOf(node: V1Node): ClusterNode {
  return {
    name: node.metadata?.name ?? '',
    ready: condition(node.status?.conditions, 'Ready')?.status === 'True',
    cordoned: node.spec?.unschedulable === true,
    controlPlane: node.metadata?.labels?.['node-role.kubernetes.io/control-plane'] !== undefined,
  };
}

export function condition<T extends { type: string }>(conditions: T[] | undefined, type: string): T | undefined {
  return conditions?.find((each) => each.type === type);
}

const isTerminating = (pod: V1Pod) => pod.metadata?.deletionTimestamp !== undefined;
