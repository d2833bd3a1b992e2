import type { KubernetesObject, V1PersistentVolume, V1PersistentVolumeClaim } from '@kubernetes/client-node';

/** What a workload is made of, as it can be given to the API server once more. */
export interface Saved {
  readonly workload: KubernetesObject;
  readonly claims: V1PersistentVolumeClaim[];
}

const ofTheServer = /^((.*\.)?(pv|volume)(\.beta)?\.kubernetes\.io|deployment\.kubernetes\.io)\//;

/** What somebody has asked for, without what the cluster has added since. */
export function manifestOf<T extends KubernetesObject & { spec?: object }>(
  apiVersion: string,
  kind: string,
  object: T,
): T {
  const { metadata: { name, namespace, labels, annotations } = {}, spec } = object;
  const own = Object.entries(annotations ?? {}).filter(([key]) => !ofTheServer.test(key));
  const metadata = { name, namespace, labels, annotations: Object.fromEntries(own) };
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec })) as T;
}

/**
 * A claim's manifest. It names its volume only where that will be there still: a new claim to a volume that goes with
 * the old one would wait for ever.
 */
export function claimManifestOf(
  claim: V1PersistentVolumeClaim,
  volumes: V1PersistentVolume[],
): V1PersistentVolumeClaim {
  const manifest = manifestOf('v1', 'PersistentVolumeClaim', claim);
  const volume = volumes.find(({ metadata }) => metadata?.name === claim.spec?.volumeName);
  if (volume === undefined || !staysWithoutClaim(volume)) delete manifest.spec?.volumeName;
  return manifest;
}

function staysWithoutClaim({ spec, metadata }: V1PersistentVolume): boolean {
  const isDynamic = metadata?.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined;
  return spec?.persistentVolumeReclaimPolicy === 'Retain' || !isDynamic;
}

/** The claim of a generic ephemeral volume comes and goes with its pod. */
export function isOfPod({ metadata }: V1PersistentVolumeClaim): boolean {
  return (metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Pod');
}
