import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import type { Claim, Workload, WorkloadName } from '../cluster.ts';
import { objectOf, podsOf, type Owner, type Seen } from './view.ts';

/** The claims that a workload's pods use, or would use: named in its template, made for its pods, or kept for them. */
export function claimsOf(seen: Seen, workload: Workload): V1PersistentVolumeClaim[] {
  const owner = objectOf(seen, workload);
  if (owner === undefined) return [];
  const pods = podsOf(owner, seen.pods);
  const named = new Set([...pods.map(({ spec }) => spec), templateOf(owner)].flatMap(claimNames));
  const isOfPod = ofPods(pods);
  const isOfTemplate = ofTemplates(owner);
  return seen.claims.filter(
    (claim) =>
      claim.metadata?.namespace === workload.namespace &&
      (named.has(claim.metadata.name ?? '') || isOfPod(claim) || isOfTemplate(claim)),
  );
}

/** The claims that a StatefulSet has made for its replicas; of any other workload: none. */
export function templateClaimsOf(seen: Seen, workload: WorkloadName): V1PersistentVolumeClaim[] {
  const owner = objectOf(seen, workload);
  if (owner === undefined) return [];
  const isOfTemplate = ofTemplates(owner);
  return seen.claims.filter((claim) => claim.metadata?.namespace === workload.namespace && isOfTemplate(claim));
}

const templateOf = (owner: Owner) => owner.spec?.template?.spec;

function claimNames(spec: V1Pod['spec']): string[] {
  return (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => (claim ? [claim.claimName] : []));
}

/** A generic ephemeral volume's claim is owned by its pod. */
function ofPods(pods: V1Pod[]): (claim: V1PersistentVolumeClaim) => boolean {
  const uids = new Set(pods.map(({ metadata }) => metadata?.uid));
  return ({ metadata }) => (metadata?.ownerReferences ?? []).some(({ uid }) => uids.has(uid));
}

/** A StatefulSet's claims: TEMPLATE-NAME-ORDINAL, also those of ordinals that are not wanted at the moment. */
function ofTemplates(owner: Owner): (claim: V1PersistentVolumeClaim) => boolean {
  const templates = (owner as V1StatefulSet).spec?.volumeClaimTemplates ?? [];
  const prefixes = templates.map(({ metadata }) => `${metadata?.name}-${owner.metadata?.name}-`);
  return ({ metadata }) =>
    prefixes.some((prefix) => metadata?.name?.startsWith(prefix) && /^\d+$/.test(metadata.name.slice(prefix.length)));
}

/** Whether this pod keeps the claim from going. */
export function uses(pod: V1Pod, { metadata }: V1PersistentVolumeClaim): boolean {
  if (pod.metadata?.namespace !== metadata?.namespace) return false;
  const owned = (metadata?.ownerReferences ?? []).some(({ uid }) => uid === pod.metadata?.uid);
  return owned || claimNames(pod.spec).includes(metadata?.name ?? '');
}

export function describeClaim(claim: V1PersistentVolumeClaim, volumes: V1PersistentVolume[]): Claim {
  const volume = volumes.find(({ metadata }) => metadata?.name === claim.spec?.volumeName);
  return {
    name: claim.metadata?.name ?? '',
    namespace: claim.metadata?.namespace ?? '',
    storageClass: claim.spec?.storageClassName || null,
    bound: claim.status?.phase === 'Bound',
    accessScope: volume ? accessScopeOf(volume) : null,
    reclaimPolicy: volume ? (volume.spec?.persistentVolumeReclaimPolicy === 'Retain' ? 'retain' : 'delete') : null,
  };
}

const widerThanNodes = /(^|[/.])(zone|region)$/; // of a topology key; the others stand for a node

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity and #access-modes */
function accessScopeOf({ spec, metadata }: V1PersistentVolume): Claim['accessScope'] {
  const everywhere = spec?.accessModes?.includes('ReadWriteMany') ? 'everywhere' : 'follows';
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms;
  if (terms) {
    const keys = terms.flatMap(({ matchExpressions = [], matchFields = [] }) => [...matchExpressions, ...matchFields]);
    return keys.some(({ key }) => !widerThanNodes.test(key)) ? 'one node' : everywhere;
  }
  if (spec?.hostPath && !isSharedByProvisioner(metadata)) return null; // a path of whatever node the pod is on
  return everywhere;
}

/** minikube's provisioner gives any access mode that it is asked for, and a folder of one node. */
function isSharedByProvisioner(metadata: V1PersistentVolume['metadata']): boolean {
  const provisioner = metadata?.annotations?.['pv.kubernetes.io/provisioned-by'];
  return provisioner !== undefined && provisioner !== 'k8s.io/minikube-hostpath';
}
