import type { Cluster } from '@persistence-lab/cluster';

/**
 * Decides on which nodes work creates new replicas. Work for any node, or for the same node, runs concurrently; all other
 * work takes turns in the order of its arrival, because the cordons for one subject would block the replacements of another.
 */
export interface Placement {
  anywhere<T>(work: () => Promise<T>): Promise<T>;
  /** Runs the work while `node` is the only node that accepts pods. */
  on<T>(node: string, work: () => Promise<T>): Promise<T>;
}

interface Turn {
  /** Null: any node. */
  readonly node: string | null;
  users: number;
  /** Resolves with the nodes that were cordoned for the turn. Work starts after that. */
  readonly cordoned: Promise<string[]>;
  readonly ended: PromiseWithResolvers<void>;
}

type Nodes = Pick<Cluster, 'nodes' | 'cordon' | 'uncordon'>;

export function createPlacement(cluster: Nodes): Placement {
  const current: { turn?: Turn | undefined } = {};
  let last: Promise<unknown> = Promise.resolve();

  // Joins the current turn only if no other work waits for a turn of its own.
  async function enter(node: string | null): Promise<Turn> {
    const before = last;
    const entered = Promise.withResolvers<void>();
    last = entered.promise;
    await before;
    try {
      // a turn without users is already removing its cordons
      while (current.turn && (current.turn.node !== node || current.turn.users === 0)) await current.turn.ended.promise;
      current.turn ??= { node, users: 0, cordoned: cordonOthers(cluster, node), ended: Promise.withResolvers() };
      current.turn.users += 1;
      return current.turn;
    } finally {
      entered.resolve();
    }
  }

  async function leave(turn: Turn): Promise<void> {
    turn.users -= 1;
    if (turn.users > 0) return;
    try {
      await turn.cordoned.then(
        (nodes) => uncordon(cluster, nodes),
        () => undefined,
      );
    } finally {
      if (current.turn === turn) current.turn = undefined;
      turn.ended.resolve();
    }
  }

  async function runInTurn<T>(node: string | null, work: () => Promise<T>): Promise<T> {
    const turn = await enter(node);
    try {
      await turn.cordoned;
      return await work();
    } finally {
      await leave(turn);
    }
  }

  return { anywhere: (work) => runInTurn(null, work), on: (node, work) => runInTurn(node, work) };
}

/** Returns the nodes that it has cordoned, without those that already were. */
async function cordonOthers(cluster: Nodes, node: string | null): Promise<string[]> {
  const others = cluster
    .nodes()
    .flatMap(({ name, cordoned }) => (node !== null && name !== node && !cordoned ? [name] : []));
  const results = await Promise.allSettled(others.map((name) => cluster.cordon(name)));
  const failure = results.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') {
    await uncordon(cluster, others);
    throw failure.reason;
  }
  return others;
}

async function uncordon(cluster: Nodes, nodes: readonly string[]): Promise<void> {
  await Promise.all(nodes.map((node) => cluster.uncordon(node)));
}
