import type {
  V1Lease,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1StorageClass,
} from '@kubernetes/client-node';
import { nodeOf, statusesOf, withoutImage } from '../kubernetes/view.ts';
import type { SurveyedClaim, SurveyedClass, SurveyedNamespace, SurveyedNode, SurveyedPod } from './survey.ts';

// what the API server gives, in the words of a survey

export function describeNode(node: V1Node, leases: readonly V1Lease[]): SurveyedNode {
  const { metadata, status } = node;
  const renewTime = leases.find((lease) => lease.metadata?.name === metadata?.name)?.spec?.renewTime;
  const pressures = (status?.conditions ?? []).filter(
    ({ type, status }) => type.endsWith('Pressure') && status === 'True',
  );
  return {
    ...nodeOf(node),
    zone: metadata?.labels?.['topology.kubernetes.io/zone'] ?? null,
    pressures: pressures.map(({ type }) => type),
    images: (status?.images ?? []).flatMap(({ names }) => names ?? []),
    leaseRenewedAt: renewTime === undefined ? null : new Date(renewTime).getTime(),
  };
}

export function describeClass(
  { metadata, provisioner, volumeBindingMode }: V1StorageClass,
  volumes: readonly V1PersistentVolume[],
): SurveyedClass {
  const own = volumes.filter(({ spec }) => spec?.storageClassName === metadata?.name);
  return {
    name: metadata?.name ?? '',
    provisioner,
    isDefault: metadata?.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
    bindsImmediately: volumeBindingMode !== 'WaitForFirstConsumer',
    nodeBound: own.length === 0 ? null : own.some(({ spec }) => spec?.nodeAffinity?.required !== undefined),
  };
}

/** `found` is null where there is none, undefined where nobody may look. */
export function describeNamespace(name: string, found: V1Namespace | null | undefined): SurveyedNamespace {
  return {
    name,
    exists: found === undefined ? null : found !== null,
    podSecurityLevel: found?.metadata?.labels?.['pod-security.kubernetes.io/enforce'] ?? null,
  };
}

export function describePod(pod: V1Pod): SurveyedPod {
  const { metadata, spec } = pod;
  return {
    name: metadata?.name ?? '',
    namespace: metadata?.namespace ?? '',
    node: spec?.nodeName ?? null,
    images: [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(({ image }) => image ?? []),
    imageMissing: withoutImage(pod) !== undefined,
    waiting: statusesOf(pod).flatMap(({ state }) => state?.waiting?.reason ?? []),
  };
}

export function describeClaim({ metadata, spec, status }: V1PersistentVolumeClaim): SurveyedClaim {
  return {
    name: metadata?.name ?? '',
    namespace: metadata?.namespace ?? '',
    storageClass: spec?.storageClassName || null,
    readWriteMany: spec?.accessModes?.includes('ReadWriteMany') ?? false,
    bound: status?.phase === 'Bound',
  };
}
