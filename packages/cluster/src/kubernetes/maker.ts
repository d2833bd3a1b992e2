import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesObject,
  type V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import type { Cluster, Workload, WorkloadName } from '../cluster.ts';
import type { ClusterActions } from '../recorded-actions.ts';
import { claimsOf, uses } from './claims.ts';
import { kindOf, mergePatch } from './patch.ts';
import { exactly, isGone } from './removals.ts';
import { claimManifestOf, isOfPod, manifestOf, type Saved } from './saved.ts';
import { objectOf, type Seen } from './view.ts';

const patience = 120_000;

/** Saves what a workload is made of, and makes it again where it is missing. */
export function createMaker(
  config: KubeConfig,
  seen: () => Seen,
  waitUntil: Cluster['waitUntil'],
): Pick<ClusterActions, 'backUp' | 'create'> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);

  const claimNow = ({ metadata }: V1PersistentVolumeClaim) =>
    seen().claims.find(
      (each) => each.metadata?.name === metadata?.name && each.metadata?.namespace === metadata?.namespace,
    );

  /** A claim that is on its way out waits for the pods that use it: where a deletion was cut short these are there still. */
  async function removeEnding(claim: V1PersistentVolumeClaim): Promise<void> {
    if (claimNow(claim)?.metadata?.deletionTimestamp === undefined) return;
    const users = seen().pods.filter((pod) => uses(pod, claim));
    await Promise.all(users.map((pod) => core.deleteNamespacedPod(exactly(pod)).catch(isGone)));
    const hasGone = () => claimNow(claim)?.metadata?.deletionTimestamp === undefined;
    await waitUntil(`The old claim ${claim.metadata?.name} is gone`, hasGone, { timeout: patience });
  }

  /** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain: it remembers its claim, which is another by now. */
  async function release(volume: string): Promise<void> {
    const body = { spec: { claimRef: { uid: null, resourceVersion: null } } };
    const { spec } = await core.readPersistentVolume({ name: volume });
    if (spec?.claimRef?.uid !== undefined) await core.patchPersistentVolume({ name: volume, body }, mergePatch);
  }

  async function makeClaim(claim: V1PersistentVolumeClaim): Promise<void> {
    await removeEnding(claim);
    if (claimNow(claim) !== undefined) return;
    if (claim.spec?.volumeName) await release(claim.spec.volumeName);
    const { namespace = '' } = claim.metadata ?? {};
    await core.createNamespacedPersistentVolumeClaim({ namespace, body: claim }).catch(isThere);
    await waitUntil(`The claim ${claim.metadata?.name} is there`, () => claimNow(claim), { timeout: patience });
  }

  function makeWorkload(body: KubernetesObject): Promise<unknown> {
    const namespace = body.metadata?.namespace ?? '';
    return body.kind === 'Deployment'
      ? apps.createNamespacedDeployment({ namespace, body })
      : apps.createNamespacedStatefulSet({ namespace, body });
  }

  return {
    async backUp(workload: Workload): Promise<Saved> {
      const { name, namespace } = workload;
      const kind = kindOf(seen(), workload);
      const object =
        kind === 'Deployment'
          ? await apps.readNamespacedDeployment({ name, namespace })
          : await apps.readNamespacedStatefulSet({ name, namespace });
      const claims = claimsOf(seen(), workload).filter((claim) => !isOfPod(claim));
      return {
        workload: manifestOf<KubernetesObject>('apps/v1', kind, object),
        claims: claims.map((claim) => claimManifestOf(claim, seen().volumes)),
      };
    },
    async create(name: WorkloadName, saved: unknown) {
      const { workload, claims } = saved as Saved;
      await Promise.all(claims.map(makeClaim));
      if (objectOf(seen(), name) === undefined) await makeWorkload(workload).catch(isThere);
      await waitUntil(`${name.name} is there`, () => objectOf(seen(), name), { timeout: patience });
    },
  };
}

function isThere(error: unknown): void {
  if (!(error instanceof ApiException && error.code === 409)) throw error;
}
