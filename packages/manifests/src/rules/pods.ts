import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { allContainers, label, type Manifest, podOwners } from '../manifest.ts';
import { quantityValue } from '../schema/quantity.ts';

/** Every pod has requests and limits, three probes, a pause before SIGTERM, and no API token that it does not need. */
export function podProblems(manifests: readonly Manifest[]): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod }) => {
    const isJob = manifest.kind === 'Job';
    return [
      ...podShape(pod, isJob),
      ...allContainers(pod).flatMap(resources),
      ...emptyDirs(pod),
      ...(isJob ? [] : pod.containers.flatMap((container) => serving(container, pod))),
    ].map((problem) => `${label(manifest)}: ${problem}`);
  });
}

function podShape(pod: V1PodSpec, isJob: boolean): string[] {
  return [
    pod.nodeName !== undefined && 'nodeName bypasses the scheduler: use nodeSelector',
    pod.enableServiceLinks !== false && 'enableServiceLinks is not false',
    !isJob && pod.automountServiceAccountToken !== false && 'automountServiceAccountToken is not false',
    pod.securityContext?.fsGroup === undefined && 'fsGroup is not set',
    pod.securityContext?.fsGroupChangePolicy !== 'OnRootMismatch' && 'fsGroupChangePolicy is not OnRootMismatch',
  ].filter((problem) => problem !== false);
}

/** No cpu limit: it would slow a container down while the node has time to spare. */
function resources({ name, resources }: V1Container): string[] {
  const missing = (of: 'requests' | 'limits', amounts: string[]) =>
    amounts.filter((amount) => resources?.[of]?.[amount] === undefined);
  return [
    ...missing('requests', ['cpu', 'memory', 'ephemeral-storage']).map((amount) => `has no ${amount} request`),
    ...missing('limits', ['memory', 'ephemeral-storage']).map((amount) => `has no ${amount} limit`),
  ].map((problem) => `container ${name} ${problem}`);
}

/** The files of an emptyDir count to the limits of its pod: a larger emptyDir gets the pod evicted before it is full. */
function emptyDirs(pod: V1PodSpec): string[] {
  const volumes = (pod.volumes ?? []).filter(({ emptyDir }) => emptyDir !== undefined);
  const unlimited = volumes.filter(({ emptyDir }) => emptyDir?.sizeLimit === undefined);
  const exceeded = (['ephemeral-storage', 'memory'] as const).flatMap((resource) => {
    const counted = volumes.filter(({ emptyDir }) => (emptyDir?.medium === 'Memory') === (resource === 'memory'));
    const size = mebibytes(counted.map(({ emptyDir }) => emptyDir?.sizeLimit));
    const limit = mebibytes(pod.containers.map(({ resources }) => resources?.limits?.[resource]));
    const what = resource === 'memory' ? 'memory' : 'disk';
    return size > 0 && size >= limit
      ? [`its emptyDirs take ${size}Mi of ${what}, but its containers are limited to ${limit}Mi`]
      : [];
  });
  return [...unlimited.map(({ name }) => `volume ${name} is an emptyDir without a sizeLimit`), ...exceeded];
}

const mebibytes = (quantities: (string | undefined)[]) =>
  quantities.reduce((sum, quantity = '0') => sum + quantityValue(quantity), 0) / 1024 ** 2;

function serving(container: V1Container, pod: V1PodSpec): string[] {
  const probes = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).filter((probe) => !container[probe]);
  const pause = container.lifecycle?.preStop?.sleep?.seconds;
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  return [
    ...probes.map((probe) => `container ${container.name} has no ${probe}`),
    ...(pause === undefined ? [`container ${container.name} has no preStop.sleep`] : []),
    ...(pause !== undefined && grace <= pause
      ? [`preStop.sleep of ${pause} s leaves nothing of the grace period of ${grace} s`]
      : []),
  ];
}
