import {
  CoreV1Api,
  type CoreV1Event,
  type KubeConfig,
  type V1ContainerStateTerminated,
  type V1ContainerStatus,
  type V1Deployment,
  type V1PersistentVolumeClaim,
  type V1Pod,
} from '@kubernetes/client-node';
import { untranslated, type Text } from '@persistence-lab/language';
import type { Cluster } from '../../cluster.ts';
import type { ObjectCache } from '../cache/object-cache.ts';
import { condition, containerStatusesOf } from '../cache/pods.ts';
import { objectOf, podsOf } from '../cache/workloads.ts';

/** Events are requested on demand: to watch them all would cost more than they tell. */
export function createDiagnose(config: KubeConfig, cache: () => ObjectCache): Cluster['diagnose'] {
  const core = config.makeApiClient(CoreV1Api);
  return async (workload) => {
    const { items: events } = await core.listNamespacedEvent({ namespace: workload.namespace });
    const owner = objectOf(cache(), workload);
    if (owner === undefined) return [{ en: `${workload.name} does not exist`, 'pt-BR': `${workload.name} não existe` }];
    const { pods, claims } = cache();
    return reasonsOf({ owner, desiredReplicas: workload.desiredReplicas, pods: podsOf(owner, pods), claims, events });
  };
}

/** The objects that can explain why a workload is not ready. */
export interface Evidence {
  readonly owner: {
    metadata?: { name?: string };
    status?: { conditions?: { type: string; status: string; message?: string }[] };
  };
  readonly desiredReplicas: number;
  readonly pods: V1Pod[];
  readonly claims: V1PersistentVolumeClaim[];
  /** Of the workload's namespace, in any order. */
  readonly events: CoreV1Event[];
}

/** Why a workload is not ready, from conditions, container states and events; a sentence a reason. */
export function reasonsOf(evidence: Evidence): Text[] {
  const { owner, desiredReplicas, pods, claims, events } = evidence;
  const reasons = pods.filter((pod) => !isReady(pod)).map((pod) => reasonOfPod(pod, claims, events));
  const failed = owner.status?.conditions?.find(
    ({ type, status }) => status === 'True' && (type === 'ReplicaFailure' || type === 'Failed'),
  );
  if (failed?.message) reasons.push(untranslated(failed.message));
  else if (pods.length < desiredReplicas && reasons.length === 0) {
    const warning = lastWarning(events, ownedNames(owner));
    reasons.push(warning === undefined ? missingPods(pods.length, desiredReplicas) : untranslated(warning));
  }
  return [...new Map(reasons.map((reason) => [reason.en, reason])).values()];
}

const missingPods = (existing: number, desired: number): Text => ({
  en: `${existing} of ${desired} pods exist`,
  'pt-BR': `${existing} de ${desired} Pods existem`,
});

const isReady = (pod: V1Pod) =>
  pod.status?.phase === 'Succeeded' ||
  (condition(pod.status?.conditions, 'Ready')?.status === 'True' && pod.metadata?.deletionTimestamp === undefined);

function reasonOfPod(pod: V1Pod, claims: V1PersistentVolumeClaim[], events: CoreV1Event[]): Text {
  const name = pod.metadata?.name ?? '';
  const scheduled = condition(pod.status?.conditions, 'PodScheduled');
  if (pod.metadata?.deletionTimestamp !== undefined)
    return { en: `${name}: is still terminating`, 'pt-BR': `${name}: ainda está sendo encerrado` };
  if (scheduled?.status === 'False') {
    const pending = untranslated(`${name}: Pending: ${scheduled.message ?? scheduled.reason}`);
    return joined('', [pending, ...claimReasons(pod, claims, events)]);
  }
  const details = containerReasons(pod, events);
  const fallback = condition(pod.status?.conditions, 'Ready')?.message || pod.status?.phase;
  const reason =
    details.length > 0
      ? joined('; ', details)
      : fallback
        ? untranslated(fallback)
        : { en: 'no status yet', 'pt-BR': 'ainda sem status' };
  return joined(': ', [untranslated(name), reason]);
}

function containerReasons(pod: V1Pod, events: CoreV1Event[]): Text[] {
  const statuses = containerStatusesOf(pod);
  const containers = statuses.map(reasonOfContainer).filter((reason) => reason !== undefined);
  if (pod.status?.reason) containers.unshift(untranslated(`${pod.status.reason}: ${pod.status.message ?? ''}`));
  const warning = lastWarning(events, (involved) => involved.uid === pod.metadata?.uid);
  // the message of a terminated container explains more than the probes and back-offs that followed
  return warning && !statuses.some(hasTerminated) ? [...containers, untranslated(warning)] : containers;
}

const hasTerminated = ({ state, lastState }: V1ContainerStatus) =>
  Boolean(state?.terminated ?? (state?.waiting && lastState?.terminated));

function reasonOfContainer({ name, ready, state, lastState }: V1ContainerStatus): Text | undefined {
  const { waiting, terminated, running } = state ?? {};
  const before = lastState?.terminated;
  if (waiting && before)
    return {
      en: `${name} waits: ${waiting.reason}; it ended with ${describeTermination(before)}`,
      'pt-BR': `${name} aguarda: ${waiting.reason}; terminou com ${describeTermination(before)}`,
    };
  if (waiting) {
    const reason = `${waiting.reason}${afterColon(waiting.message)}`;
    return { en: `${name} waits: ${reason}`, 'pt-BR': `${name} aguarda: ${reason}` };
  }
  if (terminated && terminated.exitCode !== 0)
    return {
      en: `${name} ended with ${describeTermination(terminated)}`,
      'pt-BR': `${name} terminou com ${describeTermination(terminated)}`,
    };
  if (!running || ready) return undefined;
  return { en: `${name} runs and is not ready`, 'pt-BR': `${name} está em execução e não está pronto` };
}

// the message is the end of the log where the pod has terminationMessagePolicy: FallbackToLogsOnError
const describeTermination = ({ exitCode, reason, message }: V1ContainerStateTerminated) =>
  `${exitCode} (${reason})${afterColon(message?.trim().split('\n').slice(-3).join('\n').slice(-600))}`;

// "pod has unbound immediate PersistentVolumeClaims" does not name the provisioner's problem; the claim's event does
function claimReasons(pod: V1Pod, claims: V1PersistentVolumeClaim[], events: CoreV1Event[]): Text[] {
  const used = (pod.spec?.volumes ?? []).map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  const pending = claims.filter(({ metadata, status }) => used.includes(metadata?.name) && status?.phase !== 'Bound');
  return pending.map(({ metadata }) => {
    const warning = afterColon(lastWarning(events, (involved) => involved.uid === metadata?.uid));
    return {
      en: `; claim ${metadata?.name} is not bound${warning}`,
      'pt-BR': `; o PersistentVolumeClaim ${metadata?.name} não está vinculado${warning}`,
    };
  });
}

function lastWarning(
  events: CoreV1Event[],
  isInvolved: (involved: { uid?: string; name?: string }) => boolean,
): string | undefined {
  // a startup probe is expected to fail until the container has started
  const found = events.filter(
    ({ type, involvedObject, message }) =>
      type === 'Warning' && isInvolved(involvedObject) && !message?.startsWith('Startup probe failed'),
  );
  const last = found.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  return last && `${last.reason}: ${last.message}`;
}

// the events of a Deployment's ReplicaSets, NAME-HASH, explain why there are no pods
function ownedNames(owner: Pick<V1Deployment, 'metadata'>): (involved: { name?: string }) => boolean {
  const name = owner.metadata?.name ?? '';
  return (involved) => involved.name === name || involved.name?.replace(/-[a-z0-9]+$/, '') === name;
}

const timeOf = (event: CoreV1Event) =>
  new Date(event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp ?? 0).getTime();
const afterColon = (text: string | undefined) => (text ? `: ${text}` : '');
const joined = (separator: string, texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join(separator),
  'pt-BR': texts.map((text) => text['pt-BR']).join(separator),
});
