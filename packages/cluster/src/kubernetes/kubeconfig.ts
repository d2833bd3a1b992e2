import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';

const wayOut = 'set KUBECONFIG or start a cluster, for example with "minikube start"';

/** Reads the kubeconfig as kubectl does: KUBECONFIG, ~/.kube/config, or the service account of a pod. */
export function loadKubeconfig(context?: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    // what a parser says goes on with a picture of the place
    const [reason] = (error as Error).message.split('\n', 1);
    throw new ClusterError('bad-kubeconfig', `The kubeconfig cannot be read: ${reason}; mend it, or ${wayOut}.`, {
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
      'bad-kubeconfig',
      `The kubeconfig has no context "${context}"; it has: ${names.join(', ') || 'none'}.`,
    );
  config.setCurrentContext(context);
}

/**
 * The name of the context that is used when `context`, or none, is asked for.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`
 */
export const contextName = (context?: string): string => loadKubeconfig(context).getCurrentContext();
