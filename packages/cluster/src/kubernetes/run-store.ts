import { ApiException, CoreV1Api, type KubeConfig, type V1ConfigMap } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';
import type { RunStorage } from '../run-record.ts';

export const runConfigMap = 'persistence-lab-run';

/** Keeps the run in a ConfigMap: there is one or none, and who changes it must have seen its last change. */
export function createRunStore(config: KubeConfig, namespace: string): RunStorage {
  const core = config.makeApiClient(CoreV1Api);
  const name = runConfigMap;
  const labels = { 'app.kubernetes.io/part-of': 'persistence-lab' };

  return {
    async create(text) {
      const body = { metadata: { name, namespace, labels }, data: { run: text } };
      return core.createNamespacedConfigMap({ namespace, body }).then(versionOf, (error: unknown) => {
        if (error instanceof ApiException && error.code === 409) return null;
        throw error;
      });
    },
    async read() {
      try {
        const found = await core.readNamespacedConfigMap({ name, namespace });
        return { text: found.data?.['run'] ?? '', version: versionOf(found) };
      } catch (error) {
        if (error instanceof ApiException && error.code === 404) return null;
        throw error;
      }
    },
    async write(text, resourceVersion) {
      const body = { metadata: { name, namespace, labels, resourceVersion }, data: { run: text } };
      return versionOf(await core.replaceNamespacedConfigMap({ name, namespace, body }).catch(taken));
    },
    async remove(resourceVersion) {
      const body = { preconditions: { resourceVersion } };
      await core.deleteNamespacedConfigMap({ name, namespace, body }).catch(taken);
    },
  };
}

const versionOf = ({ metadata }: V1ConfigMap) => metadata?.resourceVersion ?? '';

function taken(error: unknown): never {
  if (error instanceof ApiException && (error.code === 404 || error.code === 409))
    throw new ClusterError('busy', 'Somebody else has put back this run meanwhile: stop here, and begin another.', {
      cause: error,
    });
  throw error;
}
