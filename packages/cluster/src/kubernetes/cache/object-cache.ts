import {
  ApiException,
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  type V1Deployment,
  type V1Job,
  type V1Node,
  type V1PersistentVolume,
  type V1PersistentVolumeClaim,
  type V1Pod,
  type V1StatefulSet,
} from '@kubernetes/client-node';
import { openInformer, type Informer } from './informer.ts';

/** The watched Kubernetes objects. */
export interface ObjectCache {
  readonly pods: V1Pod[];
  readonly deployments: V1Deployment[];
  readonly statefulSets: V1StatefulSet[];
  readonly jobs: V1Job[];
  readonly claims: V1PersistentVolumeClaim[];
  /** Empty without permission to list them. */
  readonly volumes: V1PersistentVolume[];
  readonly nodes: V1Node[];
}

export interface ObjectWatch {
  cache(): ObjectCache;
  stop(): void;
}

/** Watches the lab's objects in these namespaces, and nodes and volumes. */
export async function watchObjects(
  config: KubeConfig,
  namespaces: string[],
  onChange: () => void,
): Promise<ObjectWatch> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const batch = config.makeApiClient(BatchV1Api);
  const { one, everyNamespace, stop } = createInformers(config, namespaces, onChange);
  try {
    const [pods, claims, deployments, statefulSets, jobs, volumes, nodes] = await Promise.all([
      everyNamespace(
        (ns) => `/api/v1/namespaces/${ns}/pods`,
        (of) => core.listNamespacedPod(of),
      ),
      everyNamespace(
        (ns) => `/api/v1/namespaces/${ns}/persistentvolumeclaims`,
        (of) => core.listNamespacedPersistentVolumeClaim(of),
      ),
      everyNamespace(
        (ns) => `/apis/apps/v1/namespaces/${ns}/deployments`,
        (of) => apps.listNamespacedDeployment(of),
      ),
      everyNamespace(
        (ns) => `/apis/apps/v1/namespaces/${ns}/statefulsets`,
        (of) => apps.listNamespacedStatefulSet(of),
      ),
      everyNamespace(
        (ns) => `/apis/batch/v1/namespaces/${ns}/jobs`,
        (of) => batch.listNamespacedJob(of),
      ),
      one('/api/v1/persistentvolumes', () => core.listPersistentVolume()).catch(noneIfForbidden),
      one('/api/v1/nodes', () => core.listNode()),
    ]);
    return {
      cache: () => ({
        pods: pods(),
        claims: claims(),
        deployments: deployments(),
        statefulSets: statefulSets(),
        jobs: jobs(),
        volumes: volumes.items(),
        nodes: nodes.items(),
      }),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The informers of one ObjectWatch: of one collection, or of one in every namespace. */
function createInformers(config: KubeConfig, namespaces: string[], onChange: () => void) {
  const opened: Informer<never>[] = [];

  async function one<T extends KubernetesObject>(path: string, list: () => Promise<KubernetesListObject<T>>) {
    const informer = await openInformer(config, path, list, onChange);
    opened.push(informer as Informer<never>);
    return informer;
  }
  async function everyNamespace<T extends KubernetesObject>(
    path: (namespace: string) => string,
    list: (of: { namespace: string }) => Promise<KubernetesListObject<T>>,
  ) {
    const informers = await Promise.all(namespaces.map((namespace) => one(path(namespace), () => list({ namespace }))));
    return () => informers.flatMap((each) => each.items());
  }
  const stop = () => opened.forEach((each) => each.stop());
  return { one, everyNamespace, stop };
}

/** A user with permissions in namespaces only gets no volumes. */
function noneIfForbidden(error: unknown): Pick<Informer<never>, 'items'> {
  if (error instanceof ApiException && error.code === 403) return { items: () => [] };
  throw error;
}
