import {
  ApiException,
  AppsV1Api,
  AuthorizationV1Api,
  BatchV1Api,
  CoordinationV1Api,
  CoreV1Api,
  StorageV1Api,
  type KubeConfig,
} from '@kubernetes/client-node';
import { ClusterError } from '../../cluster-error.ts';
import { toClusterError } from '../client/to-cluster-error.ts';
import { lookingAtCluster, probeApiServer, withApiTimeout } from '../client/probe-api-server.ts';
import { loadKubeconfig } from '../client/kubeconfig.ts';
import { createQueries, type ClusterQueries } from '../cache/queries.ts';
import { createRunStore } from '../run-store.ts';
import type { ObjectCache } from '../cache/object-cache.ts';
import { workloadsOf } from '../cache/workloads.ts';
import { describeClaim, describeClass, describeNamespace, describeNode, describePod } from './describe-objects.ts';
import { attributesOf, neededPermissions } from './permissions.ts';
import type { Permission, Survey, SurveyedVolume } from './survey.ts';

export type { Permission, Survey, SurveyedNode } from './survey.ts';

export interface SurveyOptions {
  /** A context of the kubeconfig; the current one by default. */
  readonly context?: string | undefined;
  /** Where the lab runs; the first has the record of the run. */
  readonly namespaces?: readonly string[];
}

/** Milliseconds: of all requests to the API server, and of one to a replica. */
const surveyTimeout = 60_000;
const replicaTimeout = 5_000;

const defaultNamespaces = ['persistence-lab', 'persistence-lab-hostpath'] as const;

/**
 * Reads once all that the lab depends on in the cluster of a kubeconfig context; changes nothing.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`, `unreachable`, or `forbidden` when the login fails
 */
export async function surveyKubernetes({
  context,
  namespaces = defaultNamespaces,
}: SurveyOptions = {}): Promise<Survey> {
  const config = loadKubeconfig(context);
  const server = await probeApiServer(config);
  try {
    return { ...server, ...(await withApiTimeout(config, surveyTimeout, surveyObjects(config, namespaces))) };
  } catch (error) {
    throw toClusterError(error, lookingAtCluster, config.getCurrentCluster()?.server ?? '');
  }
}

async function surveyObjects(config: KubeConfig, namespaces: readonly string[]) {
  const core = config.makeApiClient(CoreV1Api);
  const leases = config.makeApiClient(CoordinationV1Api).listNamespacedLease({ namespace: 'kube-node-lease' });
  const classes = config.makeApiClient(StorageV1Api).listStorageClass();
  const [cache, renewals, storageClasses, described, denied, openRun] = await Promise.all([
    listObjects(config, namespaces),
    itemsOf(leases),
    itemsOf(classes),
    Promise.all(namespaces.map(async (name) => describeNamespace(name, await orNull(core.readNamespace({ name }))))),
    deniedPermissions(config, neededPermissions(namespaces)),
    openRunOf(config, namespaces[0]!),
  ]);
  return {
    context: config.getCurrentContext(),
    server: config.getCurrentCluster()?.server ?? '',
    nodes: cache.nodes.map((node) => describeNode(node, renewals)),
    classes: storageClasses.map((each) => describeClass(each, cache.volumes)),
    namespaces: described,
    workloads: workloadsOf(cache),
    pods: cache.pods.map(describePod),
    claims: cache.claims.map(describeClaim),
    volumes: await volumesOf(createQueries(config, () => cache)),
    denied,
    openRun,
  };
}

async function listObjects(config: KubeConfig, namespaces: readonly string[]): Promise<ObjectCache> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const batch = config.makeApiClient(BatchV1Api);
  const all = async <T>(list: (of: { namespace: string }) => Promise<{ items: T[] }>) =>
    (await Promise.all(namespaces.map((namespace) => itemsOf(list({ namespace }))))).flat();
  const [pods, claims, deployments, statefulSets, jobs, volumes, nodes] = await Promise.all([
    all((of) => core.listNamespacedPod(of)),
    all((of) => core.listNamespacedPersistentVolumeClaim(of)),
    all((of) => apps.listNamespacedDeployment(of)),
    all((of) => apps.listNamespacedStatefulSet(of)),
    all((of) => batch.listNamespacedJob(of)),
    itemsOf(core.listPersistentVolume()),
    itemsOf(core.listNode()),
  ]);
  return { pods, claims, deployments, statefulSets, jobs, volumes, nodes };
}

/** An empty list without permission: `denied` has the permission. */
async function itemsOf<T>(list: Promise<{ items: T[] }>): Promise<T[]> {
  return (await orNull(list))?.items ?? [];
}

/** Null: there is none; undefined: no permission to read it. */
async function orNull<T>(asked: Promise<T>): Promise<T | null | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return null;
    if (error instanceof ApiException && error.code === 403) return undefined;
    throw error;
  });
}

async function deniedPermissions(config: KubeConfig, permissions: readonly Permission[]): Promise<Permission[]> {
  const reviews = config.makeApiClient(AuthorizationV1Api);
  const allowed = await Promise.all(
    permissions.map(async (permission) => {
      const spec = { resourceAttributes: attributesOf(permission) };
      const { status } = await reviews.createSelfSubjectAccessReview({ body: { spec } });
      return status?.allowed ?? false;
    }),
  );
  return permissions.filter((_, at) => !allowed[at]);
}

async function openRunOf(config: KubeConfig, namespace: string): Promise<Survey['openRun']> {
  const written = await orNull(createRunStore(config, namespace).read());
  if (!written) return null;
  const { by = 'unknown', startedAt = 'unknown' } = JSON.parse(written.text || '{}') as Partial<
    NonNullable<Survey['openRun']>
  >;
  return { by, startedAt };
}

async function volumesOf(questions: ClusterQueries): Promise<SurveyedVolume[]> {
  const replicas = questions.subjects().flatMap((subject) => questions.replicas(subject).filter(({ ready }) => ready));
  const reports = await Promise.all(
    replicas.map(async ({ name, fetch }) => {
      const answer = await fetch('/v1/storage', { signal: AbortSignal.timeout(replicaTimeout) }).catch(
        ignoreUnreachable,
      );
      const report = (answer?.ok ? await answer.json() : {}) as { volume?: { bytesFree?: number } | null };
      return { replica: name, bytesFree: report.volume?.bytesFree };
    }),
  );
  return reports.filter((each): each is SurveyedVolume => each.bytesFree !== undefined);
}

function ignoreUnreachable(error: unknown): undefined {
  if (error instanceof ClusterError || (error instanceof Error && error.name === 'TimeoutError')) return undefined;
  throw error;
}
