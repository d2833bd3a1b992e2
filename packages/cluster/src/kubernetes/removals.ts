import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  type V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import type { ClusterActions } from '../recorded-actions.ts';
import { claimsOf, templateClaimsOf, uses } from './claims.ts';
import { kindOf } from './patch.ts';
import { objectOf, podsOf, type Seen } from './view.ts';

const patience = 120_000; // the longest grace period of our pods is a minute

interface Named {
  metadata?: { name?: string; namespace?: string; uid?: string };
}

/** What takes something away: each resolves when it is gone, which takes the pods' grace periods. */
export function createRemovals(
  config: KubeConfig,
  seen: () => Seen,
  waitUntil: Cluster['waitUntil'],
): Pick<ClusterActions, 'deleteWorkload' | 'deleteClaims' | 'deleteClaimsExcept'> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);

  async function gone(what: string, left: () => Named[]): Promise<void> {
    await waitUntil(what, () => left().length === 0, { timeout: patience }).catch((error: Error) => {
      const names = left().map(({ metadata }) => metadata?.name);
      throw new ClusterError('timeout', `${error.message}; still there: ${names.join(', ')}`);
    });
  }

  async function deleteAll(claims: V1PersistentVolumeClaim[]): Promise<void> {
    await Promise.all(claims.map((claim) => core.deleteNamespacedPersistentVolumeClaim(exactly(claim)).catch(isGone)));
  }

  return {
    async deleteWorkload(workload) {
      const { name, namespace } = workload;
      const owner = objectOf(seen(), workload);
      const removal = { name, namespace, body: { propagationPolicy: 'Background' } }; // as kubectl does
      if (kindOf(seen(), workload) === 'Deployment') await apps.deleteNamespacedDeployment(removal);
      else await apps.deleteNamespacedStatefulSet(removal);
      const itself = () => [objectOf(seen(), { name, namespace })].filter((object) => object !== undefined);
      await gone(`${name} and its pods are gone`, () => [...itself(), ...podsOf(owner!, seen().pods)]);
    },
    async deleteClaims(workload) {
      const claims = claimsOf(seen(), workload);
      // they stay as long as a pod uses them:
      // https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
      await deleteAll(claims);
      const holders = seen().pods.filter((pod) => claims.some((claim) => uses(pod, claim)));
      await Promise.all(holders.map((pod) => core.deleteNamespacedPod(exactly(pod)).catch(isGone)));
      const uids = new Set([...claims, ...holders].map(({ metadata }) => metadata?.uid));
      await gone(`The claims of ${workload.name} are gone`, () =>
        [...seen().claims, ...seen().pods].filter(({ metadata }) => uids.has(metadata?.uid)),
      );
    },
    async deleteClaimsExcept(workload, names) {
      const others = templateClaimsOf(seen(), workload).filter(({ metadata }) => !names.includes(metadata?.name ?? ''));
      await deleteAll(others);
      const uids = new Set(others.map(({ metadata }) => metadata?.uid));
      const left = () => seen().claims.filter(({ metadata }) => uids.has(metadata?.uid));
      await gone(`The claims that ${workload.name} made for more replicas are gone`, left);
    },
  };
}

/** The request that means this very object, not a later one of the same name. */
export function exactly({ metadata: { name = '', namespace = '', uid = '' } = {} }: Named) {
  return { name, namespace, body: { preconditions: { uid } } };
}

export function isGone(error: unknown): void {
  if (!(error instanceof ApiException && (error.code === 404 || error.code === 409))) throw error;
}
