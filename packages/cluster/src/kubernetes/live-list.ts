import {
  makeInformer,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';

export interface LiveList<T> {
  items(): T[];
  stop(): void;
}

const restartPause = 1_000;

/**
 * Keeps one collection of the API server up to date by a watch. `changed` is called after every change; a watch that
 * breaks is started again. Rejects when even the first listing fails.
 */
export async function openLiveList<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
  changed: () => void,
): Promise<LiveList<T>> {
  const informer = makeInformer(config, path, list);
  let opened = false;
  let stopped = false;
  let failure: unknown;
  const again = () => stopped || void informer.start();
  informer.on('change', changed);
  informer.on('error', (error) => {
    failure = error;
    if (opened) setTimeout(again, restartPause).unref();
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
