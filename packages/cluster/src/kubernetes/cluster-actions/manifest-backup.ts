import type { KubernetesObject, V1PersistentVolume, V1PersistentVolumeClaim } from '@kubernetes/client-node';

/** The manifests of a workload and its claims, ready to be created again. Stored in the record of a run. */
export interface ManifestBackup {
  readonly workload: KubernetesObject;
  readonly claims: V1PersistentVolumeClaim[];
}

const addedByServer = /^((.*\.)?(pv|volume)(\.beta)?\.kubernetes\.io|deployment\.kubernetes\.io)\//;

/** An object as it was applied, without what the cluster has added. */
export function manifestOf<T extends KubernetesObject & { spec?: object }>(
  apiVersion: string,
  kind: string,
  object: T,
): T {
  const { metadata: { name, namespace, labels, annotations } = {}, spec } = object;
  const own = Object.entries(annotations ?? {}).filter(([key]) => !addedByServer.test(key));
  const metadata = { name, namespace, labels, annotations: Object.fromEntries(own) };
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec })) as T;
}

/**
 * A claim's manifest. It names its volume only if that outlives the old claim: a claim to a deleted volume would stay
 * pending forever.
 */
export function claimManifestOf(
  claim: V1PersistentVolumeClaim,
  volumes: V1PersistentVolume[],
): V1PersistentVolumeClaim {
  const manifest = manifestOf('v1', 'PersistentVolumeClaim', claim);
  const volume = volumes.find(({ metadata }) => metadata?.name === claim.spec?.volumeName);
  if (volume === undefined || !outlivesClaim(volume)) delete manifest.spec?.volumeName;
  return manifest;
}

function outlivesClaim({ spec, metadata }: V1PersistentVolume): boolean {
  const isDynamic = metadata?.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined;
  return spec?.persistentVolumeReclaimPolicy === 'Retain' || !isDynamic;
}

/** The claim of a generic ephemeral volume comes and goes with its pod. */
export function isOwnedByPod({ metadata }: V1PersistentVolumeClaim): boolean {
  return (metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Pod');
}
