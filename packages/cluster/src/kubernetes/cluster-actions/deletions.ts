import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  type V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import { untranslated, UserError, type Text } from '@persistence-lab/language';
import type { Cluster } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { ClusterActions } from '../../runs/recorded-actions.ts';
import { claimsOf, templateClaimsOf, uses } from '../cache/claims.ts';
import { kindOf } from './patch.ts';
import type { ObjectCache } from '../cache/object-cache.ts';
import { objectOf, podsOf } from '../cache/workloads.ts';

const deletionTimeout = 120_000; // the longest grace period of the lab's pods is a minute

interface Named {
  metadata?: { name?: string; namespace?: string; uid?: string };
}

/** Deletions that resolve when the objects are gone, which takes the pods' grace periods. */
export function createDeletions(
  config: KubeConfig,
  cache: () => ObjectCache,
  waitUntil: Cluster['waitUntil'],
): Pick<ClusterActions, 'deleteWorkload' | 'deleteClaims' | 'deleteClaimsExcept'> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);

  const waitUntilGone = createWaitUntilGone(waitUntil);

  async function deleteAll(claims: V1PersistentVolumeClaim[]): Promise<void> {
    await Promise.all(
      claims.map((claim) => core.deleteNamespacedPersistentVolumeClaim(deletionOf(claim)).catch(ignoreGone)),
    );
  }

  return {
    async deleteWorkload(workload) {
      const { name, namespace } = workload;
      const owner = objectOf(cache(), workload);
      const removal = { name, namespace, body: { propagationPolicy: 'Background' } }; // as kubectl does
      if (kindOf(cache(), workload) === 'Deployment') await apps.deleteNamespacedDeployment(removal);
      else await apps.deleteNamespacedStatefulSet(removal);
      const itself = () => [objectOf(cache(), { name, namespace })].filter((object) => object !== undefined);
      const what = { en: `${name} and its pods are gone`, 'pt-BR': `${name} e seus Pods foram excluídos` };
      await waitUntilGone(what, () => [...itself(), ...podsOf(owner!, cache().pods)]);
    },
    async deleteClaims(workload) {
      const claims = claimsOf(cache(), workload);
      // claims stay as long as a pod uses them:
      // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
      await deleteAll(claims);
      const users = cache().pods.filter((pod) => claims.some((claim) => uses(pod, claim)));
      await Promise.all(users.map((pod) => core.deleteNamespacedPod(deletionOf(pod)).catch(ignoreGone)));
      const uids = new Set([...claims, ...users].map(({ metadata }) => metadata?.uid));
      const what = {
        en: `The claims of ${workload.name} are gone`,
        'pt-BR': `Os PersistentVolumeClaims de ${workload.name} foram excluídos`,
      };
      await waitUntilGone(what, () =>
        [...cache().claims, ...cache().pods].filter(({ metadata }) => uids.has(metadata?.uid)),
      );
    },
    async deleteClaimsExcept(workload, names) {
      const others = templateClaimsOf(cache(), workload).filter(
        ({ metadata }) => !names.includes(metadata?.name ?? ''),
      );
      await deleteAll(others);
      const uids = new Set(others.map(({ metadata }) => metadata?.uid));
      const left = () => cache().claims.filter(({ metadata }) => uids.has(metadata?.uid));
      const what = {
        en: `The claims that ${workload.name} has made for more replicas are gone`,
        'pt-BR': `Os PersistentVolumeClaims que ${workload.name} criou para mais réplicas foram excluídos`,
      };
      await waitUntilGone(what, left);
    },
  };
}

/** The error of a timeout lists what is left. */
function createWaitUntilGone(waitUntil: Cluster['waitUntil']) {
  return async (what: Text, left: () => Named[]): Promise<void> => {
    await waitUntil(what, () => left().length === 0, { timeout: deletionTimeout }).catch((error: Error) => {
      const names = left().map(({ metadata }) => metadata?.name);
      const { en, 'pt-BR': pt } = error instanceof UserError ? error.text : untranslated(error.message);
      const list = names.join(', ');
      throw new ClusterError('timeout', {
        en: `${en}; still there: ${list}`,
        'pt-BR': `${pt}; ainda existem: ${list}`,
      });
    });
  };
}

/** The request that deletes this object and no later one of the same name. */
export function deletionOf({ metadata: { name = '', namespace = '', uid = '' } = {} }: Named) {
  return { name, namespace, body: { preconditions: { uid } } };
}

export function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiException && (error.code === 404 || error.code === 409))) throw error;
}
