import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../../cluster-error.ts';

/** The namespaces that exist; all of them for a user without permission to read namespaces. */
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
    throw new ClusterError('missing', {
      en: `The cluster "${config.getCurrentContext()}" has no namespace ${names.join(' or ')}; deploy the lab first: npm run deploy -- OVERLAY.`,
      'pt-BR': `O cluster "${config.getCurrentContext()}" não tem o namespace ${names.join(' nem ')}; implante o laboratório primeiro: npm run deploy -- OVERLAY.`,
    });
  return found;
}
