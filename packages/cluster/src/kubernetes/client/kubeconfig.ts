import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../../cluster-error.ts';

const remedy = {
  en: 'set KUBECONFIG or start a cluster, for example with "minikube start"',
  'pt-BR': 'defina KUBECONFIG ou inicie um cluster, por exemplo com "minikube start"',
};

/** Reads the kubeconfig as kubectl does: KUBECONFIG, ~/.kube/config, or the service account of a pod. */
export function loadKubeconfig(context?: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    // a parser's message continues with an excerpt of the file
    const [reason] = (error as Error).message.split('\n', 1);
    const text = {
      en: `The kubeconfig cannot be read: ${reason}; correct it, or ${remedy.en}.`,
      'pt-BR': `Não foi possível ler o kubeconfig: ${reason}; corrija-o, ou ${remedy['pt-BR']}.`,
    };
    throw new ClusterError('bad-kubeconfig', text, { cause: error });
  }
  if (context !== undefined) useContext(config, context);
  const server = config.getCurrentCluster()?.server;
  // the default of the library when it finds no kubeconfig
  if (server === undefined || (config.getCurrentContext() === 'loaded-context' && server === 'http://localhost:8080'))
    throw new ClusterError('no-kubeconfig', {
      en: `No kubeconfig with a current context was found; ${remedy.en}.`,
      'pt-BR': `Nenhum kubeconfig com um contexto atual foi encontrado; ${remedy['pt-BR']}.`,
    });
  return config;
}

function useContext(config: KubeConfig, context: string): void {
  const names = config.getContexts().map((each) => each.name);
  const list = names.join(', ');
  if (!names.includes(context))
    throw new ClusterError('bad-kubeconfig', {
      en: `The kubeconfig has no context "${context}"; it has: ${list || 'none'}.`,
      'pt-BR': `O kubeconfig não tem o contexto "${context}"; ele tem: ${list || 'nenhum'}.`,
    });
  config.setCurrentContext(context);
}

/**
 * The name of the context that `context` selects; of the current one when it is undefined.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`
 */
export const contextName = (context?: string): string => loadKubeconfig(context).getCurrentContext();
