import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesObject,
  type V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import type { Text } from '@persistence-lab/language';
import type { Cluster, Workload, WorkloadName } from '../../cluster.ts';
import type { ClusterActions } from '../../runs/recorded-actions.ts';
import { claimsOf, uses } from '../cache/claims.ts';
import { kindOf, mergePatch } from './patch.ts';
import { deletionOf, ignoreGone } from './deletions.ts';
import { claimManifestOf, isOwnedByPod, manifestOf, type ManifestBackup } from './manifest-backup.ts';
import type { ObjectCache } from '../cache/object-cache.ts';
import { objectOf } from '../cache/workloads.ts';

const recreateTimeout = 120_000;

/** Backs up the manifests of a workload and its claims, and recreates what is missing of them. */
export function createRecreate(
  config: KubeConfig,
  cache: () => ObjectCache,
  waitUntil: Cluster['waitUntil'],
): Pick<ClusterActions, 'backUp' | 'recreate'> {
  const createClaim = createClaimRecreation(config, cache, waitUntil);
  const apps = config.makeApiClient(AppsV1Api);

  function createWorkload(body: KubernetesObject): Promise<unknown> {
    const namespace = body.metadata?.namespace ?? '';
    return body.kind === 'Deployment'
      ? apps.createNamespacedDeployment({ namespace, body })
      : apps.createNamespacedStatefulSet({ namespace, body });
  }

  return {
    async backUp(workload: Workload): Promise<ManifestBackup> {
      const { name, namespace } = workload;
      const kind = kindOf(cache(), workload);
      const object =
        kind === 'Deployment'
          ? await apps.readNamespacedDeployment({ name, namespace })
          : await apps.readNamespacedStatefulSet({ name, namespace });
      const claims = claimsOf(cache(), workload).filter((claim) => !isOwnedByPod(claim));
      return {
        workload: manifestOf<KubernetesObject>('apps/v1', kind, object),
        claims: claims.map((claim) => claimManifestOf(claim, cache().volumes)),
      };
    },
    async recreate(name: WorkloadName, saved: unknown) {
      const { workload, claims } = saved as ManifestBackup;
      await Promise.all(claims.map(createClaim));
      if (objectOf(cache(), name) === undefined) await createWorkload(workload).catch(ignoreExisting);
      await waitUntil(exists(name.name), () => objectOf(cache(), name), { timeout: recreateTimeout });
    },
  };
}

/** Creates a claim unless it exists, after a terminating one of the same name is gone. */
function createClaimRecreation(config: KubeConfig, cache: () => ObjectCache, waitUntil: Cluster['waitUntil']) {
  const core = config.makeApiClient(CoreV1Api);
  const cachedClaim = ({ metadata }: V1PersistentVolumeClaim) =>
    cache().claims.find(
      (each) => each.metadata?.name === metadata?.name && each.metadata?.namespace === metadata?.namespace,
    );

  /** A terminating claim waits for the pods that use it; after an interrupted deletion these still run. */
  async function waitForTerminatingClaim(claim: V1PersistentVolumeClaim): Promise<void> {
    if (cachedClaim(claim)?.metadata?.deletionTimestamp === undefined) return;
    const users = cache().pods.filter((pod) => uses(pod, claim));
    await Promise.all(users.map((pod) => core.deleteNamespacedPod(deletionOf(pod)).catch(ignoreGone)));
    const hasGone = () => cachedClaim(claim)?.metadata?.deletionTimestamp === undefined;
    await waitUntil(claimGone(claim.metadata?.name), hasGone, { timeout: recreateTimeout });
  }

  /** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain: the volume names the uid of the old claim. */
  async function clearClaimRef(volume: string): Promise<void> {
    const body = { spec: { claimRef: { uid: null, resourceVersion: null } } };
    const { spec } = await core.readPersistentVolume({ name: volume });
    if (spec?.claimRef?.uid !== undefined) await core.patchPersistentVolume({ name: volume, body }, mergePatch);
  }

  return async (claim: V1PersistentVolumeClaim): Promise<void> => {
    await waitForTerminatingClaim(claim);
    if (cachedClaim(claim) !== undefined) return;
    if (claim.spec?.volumeName) await clearClaimRef(claim.spec.volumeName);
    const { namespace = '' } = claim.metadata ?? {};
    await core.createNamespacedPersistentVolumeClaim({ namespace, body: claim }).catch(ignoreExisting);
    await waitUntil(exists(claim.metadata?.name), () => cachedClaim(claim), { timeout: recreateTimeout });
  };
}

const claimGone = (name = ''): Text => ({
  en: `The old claim ${name} is gone`,
  'pt-BR': `O PersistentVolumeClaim antigo ${name} foi excluído`,
});
const exists = (name = ''): Text => ({ en: `${name} exists`, 'pt-BR': `${name} existe` });

function ignoreExisting(error: unknown): void {
  if (!(error instanceof ApiException && error.code === 409)) throw error;
}
