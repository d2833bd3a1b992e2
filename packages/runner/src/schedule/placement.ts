import type { Cluster } from '@persistence-lab/cluster';

/**
 * Decides where new replicas may go while some work makes them. Work that does not care runs together, and so does work
 * for the same node; between them they take turns, first come, first served: while all other nodes are cordoned for
 * one subject, the replacements of another would wait for a place.
 */
export interface Placement {
  anywhere<T>(work: () => Promise<T>): Promise<T>;
  /** The work runs while `node` is the only one that takes new replicas. */
  on<T>(node: string, work: () => Promise<T>): Promise<T>;
}

interface Turn {
  /** null: anywhere. */
  readonly node: string | null;
  users: number;
  /** Nodes that were cordoned for it; nobody works before. */
  readonly prepared: Promise<string[]>;
  readonly over: PromiseWithResolvers<void>;
}

export function createPlacement(cluster: Pick<Cluster, 'nodes' | 'cordon' | 'uncordon'>): Placement {
  const on: { turn?: Turn | undefined } = {};
  let last: Promise<unknown> = Promise.resolve();

  async function cordonOthers(node: string | null): Promise<string[]> {
    // one that the user has cordoned stays so afterwards
    const others = cluster.nodes().filter(({ name, cordoned }) => node !== null && name !== node && !cordoned);
    const results = await Promise.allSettled(others.map(({ name }) => cluster.cordon(name)));
    const failure = results.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') {
      await uncordon(others.map(({ name }) => name));
      throw failure.reason;
    }
    return others.map(({ name }) => name);
  }

  async function uncordon(nodes: string[]): Promise<void> {
    await Promise.all(nodes.map((node) => cluster.uncordon(node)));
  }

  // joins the turn that is on only as long as nobody queues behind it
  async function enter(node: string | null): Promise<Turn> {
    const before = last;
    const entered = Promise.withResolvers<void>();
    last = entered.promise;
    await before;
    try {
      // without users its cordons are being taken away already
      while (on.turn && (on.turn.node !== node || on.turn.users === 0)) await on.turn.over.promise;
      on.turn ??= { node, users: 0, prepared: cordonOthers(node), over: Promise.withResolvers() };
      on.turn.users += 1;
      return on.turn;
    } finally {
      entered.resolve();
    }
  }

  async function leave(turn: Turn): Promise<void> {
    turn.users -= 1;
    if (turn.users > 0) return;
    try {
      await turn.prepared.then(uncordon, () => undefined);
    } finally {
      if (on.turn === turn) on.turn = undefined;
      turn.over.resolve();
    }
  }

  async function inTurn<T>(node: string | null, work: () => Promise<T>): Promise<T> {
    const turn = await enter(node);
    try {
      await turn.prepared;
      return await work();
    } finally {
      await leave(turn);
    }
  }

  return { anywhere: (work) => inTurn(null, work), on: (node, work) => inTurn(node, work) };
}
