import {
  ApiException,
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { openInformer, type Informer } from './informer.ts';
import type { ObjectCache } from './view.ts';

export interface ObjectWatch {
  cache(): ObjectCache;
  stop(): void;
}

/** Watches what the lab needs to know in these namespaces, and the nodes. */
export async function watchObjects(
  config: KubeConfig,
  namespaces: string[],
  onChange: () => void,
): Promise<ObjectWatch> {
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const batch = config.makeApiClient(BatchV1Api);
  const opened: Informer<never>[] = [];

  async function live<T extends KubernetesObject>(path: string, list: () => Promise<KubernetesListObject<T>>) {
    const live = await openInformer(config, path, list, onChange);
    opened.push(live as Informer<never>);
    return live;
  }
  async function everywhere<T extends KubernetesObject>(
    path: (namespace: string) => string,
    list: (of: { namespace: string }) => Promise<KubernetesListObject<T>>,
  ) {
    const lists = await Promise.all(namespaces.map((namespace) => live(path(namespace), () => list({ namespace }))));
    return () => lists.flatMap((each) => each.items());
  }

  try {
    const [pods, claims, deployments, statefulSets, jobs, volumes, nodes] = await Promise.all([
      everywhere(
        (ns) => `/api/v1/namespaces/${ns}/pods`,
        (of) => core.listNamespacedPod(of),
      ),
      everywhere(
        (ns) => `/api/v1/namespaces/${ns}/persistentvolumeclaims`,
        (of) => core.listNamespacedPersistentVolumeClaim(of),
      ),
      everywhere(
        (ns) => `/apis/apps/v1/namespaces/${ns}/deployments`,
        (of) => apps.listNamespacedDeployment(of),
      ),
      everywhere(
        (ns) => `/apis/apps/v1/namespaces/${ns}/statefulsets`,
        (of) => apps.listNamespacedStatefulSet(of),
      ),
      everywhere(
        (ns) => `/apis/batch/v1/namespaces/${ns}/jobs`,
        (of) => batch.listNamespacedJob(of),
      ),
      live('/api/v1/persistentvolumes', () => core.listPersistentVolume()).catch(noneIfForbidden),
      live('/api/v1/nodes', () => core.listNode()),
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
      stop: () => opened.forEach((each) => each.stop()),
    };
  } catch (error) {
    opened.forEach((each) => each.stop());
    throw error;
  }
}

/** Who may look at a namespace only can do without the volumes. */
function noneIfForbidden(error: unknown): Pick<Informer<never>, 'items'> {
  if (error instanceof ApiException && error.code === 403) return { items: () => [] };
  throw error;
}
