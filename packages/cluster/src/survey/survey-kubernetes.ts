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
import { ClusterError } from '../cluster-error.ts';
import { answersWithin } from '../kubernetes/answers-within.ts';
import { explain } from '../kubernetes/explain.ts';
import { probeApiServer } from '../kubernetes/greet.ts';
import { loadKubeconfig } from '../kubernetes/kubeconfig.ts';
import { createQuestions, type Questions } from '../kubernetes/questions.ts';
import { createRunStore } from '../kubernetes/run-store.ts';
import { workloadsOf, type Seen } from '../kubernetes/view.ts';
import { describeClaim, describeClass, describeNamespace, describeNode, describePod } from './described.ts';
import { attributesOf, neededPermissions } from './permissions.ts';
import type { Permission, Survey, SurveyedVolume } from './survey.ts';

export type { Permission, Survey, SurveyedNode } from './survey.ts';

export interface SurveyOptions {
  /** A context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  /** Where the lab runs, its home first. */
  readonly namespaces?: readonly string[];
}

/** Milliseconds: for all that the API server is asked, and for what one replica is. */
const patience = 60_000;
const replicaPatience = 5_000;

const home = ['persistence-lab', 'persistence-lab-hostpath'] as const;

/**
 * Looks once at all that the lab depends on in the cluster that a kubeconfig leads to; changes nothing.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`, `unreachable`, or `forbidden` for who may not even log in
 */
export async function surveyKubernetes({ context, namespaces = home }: SurveyOptions = {}): Promise<Survey> {
  const config = loadKubeconfig(context);
  const greeting = await probeApiServer(config);
  try {
    return { ...greeting, ...(await answersWithin(config, patience, lookAround(config, namespaces))) };
  } catch (error) {
    throw explain(error, 'Looking at the cluster', config.getCurrentCluster()?.server ?? '');
  }
}

async function lookAround(config: KubeConfig, namespaces: readonly string[]) {
  const core = config.makeApiClient(CoreV1Api);
  const leases = config.makeApiClient(CoordinationV1Api).listNamespacedLease({ namespace: 'kube-node-lease' });
  const classes = config.makeApiClient(StorageV1Api).listStorageClass();
  const [seen, renewals, storageClasses, described, denied, openRun] = await Promise.all([
    lookOnce(config, namespaces),
    itemsOf(leases),
    itemsOf(classes),
    Promise.all(namespaces.map(async (name) => describeNamespace(name, await found(core.readNamespace({ name }))))),
    deniedOf(config, neededPermissions(namespaces)),
    openRunOf(config, namespaces[0]!),
  ]);
  return {
    context: config.getCurrentContext(),
    server: config.getCurrentCluster()?.server ?? '',
    nodes: seen.nodes.map((node) => describeNode(node, renewals)),
    classes: storageClasses.map((each) => describeClass(each, seen.volumes)),
    namespaces: described,
    workloads: workloadsOf(seen),
    pods: seen.pods.map(describePod),
    claims: seen.claims.map(describeClaim),
    volumes: await volumesOf(createQuestions(config, () => seen)),
    denied,
    openRun,
  };
}

async function lookOnce(config: KubeConfig, namespaces: readonly string[]): Promise<Seen> {
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

/** What may not be listed counts as nothing here: the permissions tell of it. */
async function itemsOf<T>(list: Promise<{ items: T[] }>): Promise<T[]> {
  return (await found(list))?.items ?? [];
}

/** Null: there is none; undefined: nobody may look. */
async function found<T>(asked: Promise<T>): Promise<T | null | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof ApiException && error.code === 404) return null;
    if (error instanceof ApiException && error.code === 403) return undefined;
    throw error;
  });
}

async function deniedOf(config: KubeConfig, permissions: readonly Permission[]): Promise<Permission[]> {
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
  const written = await found(createRunStore(config, namespace).read());
  if (!written) return null;
  const { by = 'somebody', startedAt = 'an unknown time' } = JSON.parse(written.text || '{}') as Partial<
    NonNullable<Survey['openRun']>
  >;
  return { by, startedAt };
}

async function volumesOf(questions: Questions): Promise<SurveyedVolume[]> {
  const replicas = questions.subjects().flatMap((subject) => questions.replicas(subject).filter(({ ready }) => ready));
  const told = await Promise.all(
    replicas.map(async ({ name, fetch }) => {
      const answer = await fetch('/v1/storage', { signal: AbortSignal.timeout(replicaPatience) }).catch(unanswered);
      const report = (answer?.ok ? await answer.json() : {}) as { volume?: { bytesFree?: number } | null };
      return { replica: name, bytesFree: report.volume?.bytesFree };
    }),
  );
  return told.filter((each): each is SurveyedVolume => each.bytesFree !== undefined);
}

function unanswered(error: unknown): undefined {
  if (error instanceof ClusterError || (error instanceof Error && error.name === 'TimeoutError')) return undefined;
  throw error;
}
