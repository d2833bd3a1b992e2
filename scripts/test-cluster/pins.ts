import type { Cluster } from '@persistence-lab/cluster';

/** Runs work while `node` is the only one that takes new replicas. */
export type Pin = <T>(node: string, work: () => Promise<T>) => Promise<T>;

interface Pinned {
  readonly node: string;
  users: number;
  /** All other nodes are cordoned. */
  readonly ready: Promise<unknown>;
  readonly over: PromiseWithResolvers<void>;
}

/** Work for the same node runs together; work for another waits until the cordons may be changed. */
export function createPin(cluster: Pick<Cluster, 'nodes' | 'cordon' | 'uncordon'>): Pin {
  const current: { pinned?: Pinned | undefined } = {};
  const forOthers = (node: string, act: (name: string) => Promise<void>) =>
    Promise.all(cluster.nodes().flatMap(({ name }) => (name === node ? [] : [act(name)])));

  async function enter(node: string): Promise<Pinned> {
    while (current.pinned && current.pinned.node !== node) await current.pinned.over.promise;
    current.pinned ??= { node, users: 0, ready: forOthers(node, cluster.cordon), over: Promise.withResolvers() };
    current.pinned.users += 1;
    return current.pinned;
  }

  async function leave(pinned: Pinned): Promise<void> {
    pinned.users -= 1;
    if (pinned.users > 0) return;
    await forOthers(pinned.node, cluster.uncordon);
    current.pinned = undefined;
    pinned.over.resolve();
  }

  return async (node, work) => {
    const pinned = await enter(node);
    try {
      await pinned.ready;
      return await work();
    } finally {
      await leave(pinned);
    }
  };
}
