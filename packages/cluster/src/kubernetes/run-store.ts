import { ApiException, CoreV1Api, type KubeConfig, type V1ConfigMap } from '@kubernetes/client-node';
import { runChanged, type RunStorage } from '../runs/run-record.ts';

export const runConfigMap = 'persistence-lab-run';

/** Stores the run in a ConfigMap. Writes name the resourceVersion that they replace, so that none is overwritten unseen. */
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
      return versionOf(await core.replaceNamespacedConfigMap({ name, namespace, body }).catch(rethrowConflict));
    },
    async remove(resourceVersion) {
      const body = { preconditions: { resourceVersion } };
      await core.deleteNamespacedConfigMap({ name, namespace, body }).catch(rethrowConflict);
    },
  };
}

const versionOf = ({ metadata }: V1ConfigMap) => metadata?.resourceVersion ?? '';

function rethrowConflict(error: unknown): never {
  if (error instanceof ApiException && (error.code === 404 || error.code === 409)) throw runChanged({ cause: error });
  throw error;
}
