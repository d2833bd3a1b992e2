import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';

/** Those of the namespaces that exist. Who may not look at namespaces is believed to have them all. */
export async function existingNamespaces(config: KubeConfig, names: string[]): Promise<string[]> {
  const core = config.makeApiClient(CoreV1Api);
  const exists = await Promise.all(
    names.map((name) =>
      core.readNamespace({ name }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ApiException && error.code === 403) return true;
          if (error instanceof ApiException && error.code === 404) return false;
          throw error;
        },
      ),
    ),
  );
  const found = names.filter((_, index) => exists[index]);
  if (found.length === 0)
    throw new ClusterError(
      'missing',
      `The cluster "${config.getCurrentContext()}" has no namespace ${names.join(' or ')}; deploy the lab first: npm run deploy -- OVERLAY.`,
    );
  return found;
}
