import {
  makeInformer,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';

export interface Informer<T> {
  items(): T[];
  stop(): void;
}

const restartPause = 1_000;

/**
 * Keeps a cached collection of the API server up to date by a watch, which restarts after errors. Calls `onChange` after
 * every change. Rejects when the first listing fails.
 */
export async function openInformer<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
  onChange: () => void,
): Promise<Informer<T>> {
  const informer = makeInformer(config, path, list);
  let opened = false;
  let stopped = false;
  let failure: unknown;
  const restart = () => stopped || void informer.start();
  informer.on('change', onChange);
  informer.on('error', (error) => {
    failure = error;
    if (opened) setTimeout(restart, restartPause).unref();
  });
  await informer.start();
  if (failure !== undefined) throw failure;
  opened = true;
  return {
    items: () => [...informer.list()],
    stop() {
      stopped = true;
      void informer.stop();
    },
  };
}
