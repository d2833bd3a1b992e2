import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { allContainers, label, type Manifest, podOwners } from '../manifest.ts';

/** What every pod of ours has: a budget, three probes, a gentle end, no token that it does not need. */
export function podProblems(manifests: readonly Manifest[]): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod }) => {
    const oneShot = manifest.kind === 'Job';
    return [
      ...podShape(pod, oneShot),
      ...allContainers(pod).flatMap(budget),
      ...(oneShot ? [] : pod.containers.flatMap((container) => serving(container, pod))),
    ].map((problem) => `${label(manifest)}: ${problem}`);
  });
}

function podShape(pod: V1PodSpec, oneShot: boolean): string[] {
  return [
    pod.nodeName !== undefined && 'nodeName takes the pod past the scheduler: use nodeSelector',
    pod.enableServiceLinks !== false && 'enableServiceLinks is not false',
    !oneShot && pod.automountServiceAccountToken !== false && 'automountServiceAccountToken is not false',
    pod.securityContext?.fsGroup === undefined && 'fsGroup is not set',
    pod.securityContext?.fsGroupChangePolicy !== 'OnRootMismatch' && 'fsGroupChangePolicy is not OnRootMismatch',
  ].filter((problem) => problem !== false);
}

function budget({ name, resources }: V1Container): string[] {
  return [
    resources?.requests?.['cpu'] === undefined && `container ${name} requests no cpu`,
    resources?.requests?.['memory'] === undefined && `container ${name} requests no memory`,
    resources?.limits?.['memory'] === undefined && `container ${name} has no memory limit`,
  ].filter((problem) => problem !== false);
}

function serving(container: V1Container, pod: V1PodSpec): string[] {
  const probes = (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).filter((probe) => !container[probe]);
  const pause = container.lifecycle?.preStop?.sleep?.seconds;
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  return [
    ...probes.map((probe) => `container ${container.name} has no ${probe}`),
    ...(pause === undefined ? [`container ${container.name} has no preStop.sleep`] : []),
    ...(pause !== undefined && grace <= pause ? [`preStop takes ${pause} s of a grace period of ${grace} s`] : []),
  ];
}
