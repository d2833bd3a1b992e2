import type {
  CoreV1Event,
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1Deployment,
  V1PersistentVolumeClaim,
  V1Pod,
} from '@kubernetes/client-node';
import { condition, statusesOf } from './view.ts';

/** Everything that may tell why a workload is not ready. */
export interface Evidence {
  readonly owner: {
    metadata?: { name?: string };
    status?: { conditions?: { type: string; status: string; message?: string }[] };
  };
  readonly desiredReplicas: number;
  readonly pods: V1Pod[];
  readonly claims: V1PersistentVolumeClaim[];
  /** Of the workload's namespace, any order. */
  readonly events: CoreV1Event[];
}

/** Why a workload is not ready, from conditions, container states and events; a sentence a reason. */
export function reasonsOf(evidence: Evidence): string[] {
  const { owner, desiredReplicas, pods, claims, events } = evidence;
  const reasons = pods.filter((pod) => !isReady(pod)).map((pod) => reasonOfPod(pod, claims, events));
  const failed = owner.status?.conditions?.find(
    ({ type, status }) => status === 'True' && (type === 'ReplicaFailure' || type === 'Failed'),
  );
  if (failed?.message) reasons.push(failed.message);
  else if (pods.length < desiredReplicas && reasons.length === 0)
    reasons.push(lastWarning(events, ownedNames(owner)) ?? `${pods.length} of ${desiredReplicas} pods exist`);
  return [...new Set(reasons)];
}

const isReady = (pod: V1Pod) =>
  pod.status?.phase === 'Succeeded' ||
  (condition(pod.status?.conditions, 'Ready')?.status === 'True' && pod.metadata?.deletionTimestamp === undefined);

function reasonOfPod(pod: V1Pod, claims: V1PersistentVolumeClaim[], events: CoreV1Event[]): string {
  const name = pod.metadata?.name ?? '';
  const scheduled = condition(pod.status?.conditions, 'PodScheduled');
  const warning = lastWarning(events, (involved) => involved.uid === pod.metadata?.uid);
  if (pod.metadata?.deletionTimestamp !== undefined) return `${name}: is still terminating`;
  if (scheduled?.status === 'False')
    return `${name}: Pending: ${scheduled.message ?? scheduled.reason}${claimReason(pod, claims, events)}`;
  const statuses = statusesOf(pod);
  const containers = statuses.map(reasonOfContainer).filter((reason) => reason !== undefined);
  if (pod.status?.reason) containers.unshift(`${pod.status.reason}: ${pod.status.message ?? ''}`);
  // of a container that ended its own message tells more than the probes and back-offs that followed
  const details = warning && !statuses.some(hasEnded) ? [...containers, warning] : containers;
  return `${name}: ${details.join('; ') || condition(pod.status?.conditions, 'Ready')?.message || (pod.status?.phase ?? 'not seen yet')}`;
}

const hasEnded = ({ state, lastState }: V1ContainerStatus) =>
  Boolean(state?.terminated ?? (state?.waiting && lastState?.terminated));

function reasonOfContainer({ name, ready, state, lastState }: V1ContainerStatus): string | undefined {
  const { waiting, terminated, running } = state ?? {};
  const before = lastState?.terminated;
  if (waiting && before) return `${name} waits: ${waiting.reason}; it ended with ${ending(before)}`;
  if (waiting) return `${name} waits: ${waiting.reason}${colon(waiting.message)}`;
  if (terminated && terminated.exitCode !== 0) return `${name} ended with ${ending(terminated)}`;
  return running && !ready ? `${name} runs and is not ready` : undefined;
}

// the message is the log's end where the pod asks for that: terminationMessagePolicy: FallbackToLogsOnError
const ending = ({ exitCode, reason, message }: V1ContainerStateTerminated) =>
  `${exitCode} (${reason})${colon(message?.trim().split('\n').slice(-3).join('\n').slice(-600))}`;

// "pod has unbound immediate PersistentVolumeClaims" does not say what the provisioner's problem is: the claim's event does
function claimReason(pod: V1Pod, claims: V1PersistentVolumeClaim[], events: CoreV1Event[]): string {
  const used = (pod.spec?.volumes ?? []).map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  const pending = claims.filter(({ metadata, status }) => used.includes(metadata?.name) && status?.phase !== 'Bound');
  const warnings = pending.map(({ metadata }) => {
    const warning = lastWarning(events, (involved) => involved.uid === metadata?.uid);
    return `; claim ${metadata?.name} is not bound${colon(warning)}`;
  });
  return warnings.join('');
}

function lastWarning(
  events: CoreV1Event[],
  of: (involved: { uid?: string; name?: string }) => boolean,
): string | undefined {
  const found = events.filter(
    (event) =>
      event.type === 'Warning' && of(event.involvedObject) && !event.message?.startsWith('Startup probe failed'), // until it has started, that is how it should be
  );
  const last = found.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1);
  return last && `${last.reason}: ${last.message}`;
}

// a Deployment's pods are made by its ReplicaSets, NAME-HASH: their events say why there are none
function ownedNames(owner: Pick<V1Deployment, 'metadata'>): (involved: { name?: string }) => boolean {
  const name = owner.metadata?.name ?? '';
  return (involved) => involved.name === name || involved.name?.replace(/-[a-z0-9]+$/, '') === name;
}

const timeOf = (event: CoreV1Event) =>
  new Date(event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp ?? 0).getTime();
const colon = (text: string | undefined) => (text ? `: ${text}` : '');
