import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';

const wayOut = 'set KUBECONFIG or start a cluster, for example with "minikube start"';

/** Reads the kubeconfig as kubectl does: KUBECONFIG, ~/.kube/config, or the service account of a pod. */
export function loadKubeconfig(context?: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new ClusterError('no-kubeconfig', `The kubeconfig cannot be read (${(error as Error).message}); ${wayOut}.`, {
      cause: error,
    });
  }
  if (context !== undefined) useContext(config, context);
  const server = config.getCurrentCluster()?.server;
  // what the library invents when it finds no kubeconfig at all
  if (server === undefined || (config.getCurrentContext() === 'loaded-context' && server === 'http://localhost:8080'))
    throw new ClusterError('no-kubeconfig', `No kubeconfig with a current context was found; ${wayOut}.`);
  return config;
}

function useContext(config: KubeConfig, context: string): void {
  const names = config.getContexts().map((each) => each.name);
  if (!names.includes(context))
    throw new ClusterError(
      'no-kubeconfig',
      `The kubeconfig has no context "${context}"; it has: ${names.join(', ') || 'none'}.`,
    );
  config.setCurrentContext(context);
}

/**
 * The name of the context that is used when `context`, or none, is asked for.
 * @throws ClusterError `no-kubeconfig`
 */
export const contextName = (context?: string): string => loadKubeconfig(context).getCurrentContext();
