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
import type { ClusterNode, Replica, Workload, WorkloadName } from '../cluster.ts';

/** What the watches have seen: the Kubernetes objects as they are. */
export interface Seen {
  readonly pods: V1Pod[];
  readonly deployments: V1Deployment[];
  readonly statefulSets: V1StatefulSet[];
  readonly jobs: V1Job[];
  readonly claims: V1PersistentVolumeClaim[];
  /** Empty where one may not look at them. */
  readonly volumes: V1PersistentVolume[];
  readonly nodes: V1Node[];
}

/** What makes the pods of a workload. */
export type Owner = V1Deployment | V1StatefulSet | V1Job;

const label = {
  app: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',
  kind: 'persistence-lab/kind',
} as const;

export function workloadsOf(seen: Seen): Workload[] {
  return [
    ...seen.deployments.map((each) => described(each, isDeploymentRolledOut(each, seen.pods))),
    ...seen.statefulSets.map((each) => described(each, isStatefulSetRolledOut(each))),
    ...seen.jobs.map((each) => ({ ...described(each, isComplete(each)), component: 'job' as const })),
  ];
}

function described(object: V1Deployment | V1StatefulSet | V1Job, rolledOut: boolean): Workload {
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
    !podsOf(deployment, pods).some(isTerminating) // a terminating pod is in no counter, yet it may still write
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

/** The objects that a workload, as seen from outside, stands for. */
export function objectOf(seen: Seen, workload: WorkloadName & Partial<Workload>): Owner | undefined {
  const lists = workload.component === 'job' ? [seen.jobs] : [seen.deployments, seen.statefulSets];
  return lists
    .flat()
    .find(({ metadata }) => metadata?.name === workload.name && metadata.namespace === workload.namespace);
}

export function podsOf(owner: Owner, pods: V1Pod[]): V1Pod[] {
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
    pendingReason: unplaced(pod) ?? withoutImage(pod) ?? null,
    ready: condition(pod.status?.conditions, 'Ready')?.status === 'True' && !isTerminating(pod),
    terminating: isTerminating(pod),
    restarts: restartsOf(pod),
    fetch,
  };
}

function unplaced({ status }: V1Pod): string | undefined {
  const scheduled = condition(status?.conditions, 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? scheduled.reason ?? 'Pending') : undefined;
}

/** What the kubelet says where a container's image cannot be had: https://kubernetes.io/docs/concepts/containers/images/ */
const withoutImageReasons = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
];

/** What is wrong with the first of its images that its node cannot get; undefined: nothing. */
export function withoutImage(pod: V1Pod): string | undefined {
  const waiting = statusesOf(pod).find(({ state }) => withoutImageReasons.includes(state?.waiting?.reason ?? ''));
  return waiting && `${waiting.state?.waiting?.reason}: its node has no image ${waiting.image}`;
}

/** What its kubelet says of the pod's containers, in the order in which they start. */
export const statusesOf = ({ status }: V1Pod): V1ContainerStatus[] => [
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
