import type { V1Deployment, V1Job, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import type { Workload, WorkloadName } from '../../cluster.ts';
import type { ObjectCache } from './object-cache.ts';
import { appLabel, condition, isTerminating } from './pods.ts';

/** The object that controls the pods of a workload. */
export type WorkloadObject = V1Deployment | V1StatefulSet | V1Job;

const label = {
  app: appLabel,
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
  const labels = Object.entries(owner.spec?.selector?.matchLabels ?? {});
  return pods.filter(
    ({ metadata }) =>
      metadata?.namespace === owner.metadata?.namespace &&
      labels.length > 0 &&
      labels.every(([key, value]) => metadata?.labels?.[key] === value),
  );
}
