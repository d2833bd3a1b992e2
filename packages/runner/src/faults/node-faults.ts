import type { Cluster } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { EventName } from '@persistence-lab/experiment';
import { type Hit, isNodeFolder, replaced, victimsGone, within } from './fault-target.ts';
import { inTime } from '../undefined-on-timeout.ts';
import type { Session } from '../run-context.ts';

/** An event that meets a node, and with it every subject there. */
export interface NodeBlow {
  /** What happens to the node itself, once. */
  strikeNode(session: Session, node: string): Promise<void>;
  /** What becomes of one subject by that: resolves when it has happened. */
  strike(hit: Hit, node: string): Promise<void>;
  /** Puts the node back; doing it twice does no harm. */
  undoNode(session: Session, node: string): Promise<void>;
  /** Milliseconds that the event itself may take, beyond the run's deadline. */
  readonly takes: number;
  /** The event changes something that stays until it is undone: read again after that. */
  readonly readsAgain: boolean;
}

// A stock cluster calls a silent node unreachable after 50 s, and evicts its pods 300 s later:
// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
const givingUp = 360_000;

const nodeDrain: NodeBlow = {
  strikeNode: ({ cluster }, node) => cluster.cordon(node),
  async strike(hit, node) {
    const { cluster, subject, holder } = hit;
    const all = holder.name === subject.name ? hit.victims : [...hit.victims, ...cluster.replicas(subject)];
    const there = all.filter((replica) => replica.node === node && !replica.terminating);
    await Promise.all(there.map((replica) => cluster.evict(replica)));
    await victimsGone({ ...hit, victims: hit.victims.filter((victim) => victim.node === node) });
  },
  undoNode: ({ cluster }, node) => cluster.uncordon(node),
  takes: 0,
  readsAgain: true,
};

const nodeFailure: NodeBlow = {
  async strikeNode(session, node) {
    const { cluster, signal } = session;
    await switchNode(session, node, 'off');
    const isSilent = () => !isReady(cluster, node);
    await cluster.waitUntil(`${node} is known to be silent`, isSilent, { timeout: givingUp, signal });
  },
  strike: async () => {},
  undoNode: switchOn,
  takes: givingUp,
  readsAgain: true,
};

const nodeReboot: NodeBlow = {
  async strikeNode(session, node) {
    await switchNode(session, node, 'off');
    await switchNode(session, node, 'on');
  },
  async strike(hit, node) {
    await within(hit, `the replicas on ${node} have restarted`, () => {
      const now = hit.cluster.replicas(hit.holder);
      return hit.victims.every(
        (victim) =>
          victim.node !== node || now.every(({ id, restarts }) => id !== victim.id || restarts > victim.restarts),
      );
    });
    await back(hit.session, node);
  },
  undoNode: switchOn,
  takes: 0,
  readsAgain: false,
};

export const nodeBlows: ReadonlyMap<EventName, NodeBlow> = new Map<EventName, NodeBlow>([
  ['node-drain', nodeDrain],
  ['node-reboot', nodeReboot],
  ['node-failure', nodeFailure],
]);

/** A pod whose data stayed on a node that it was moved away from is moved back there. */
export async function bringHome(hit: Hit, node: string): Promise<void> {
  const { cluster, holder, subject, session } = hit;
  const away = cluster.replicas(holder).filter((replica) => !replica.terminating && replica.node !== node);
  if (!isNodeFolder(subject.kind) || away.length === 0) return;
  const moving = { ...hit, victims: away };
  await session.placement.on(node, async () => {
    await Promise.all(away.map((replica) => cluster.delete(replica)));
    await replaced(moving);
  });
  await victimsGone(moving);
}

async function switchOn(session: Session, node: string): Promise<void> {
  await switchNode(session, node, 'on');
  await back(session, node);
}

/**
 * Waits until the node is ready again.
 * @throws ClusterError `timeout`: what would be seen then says nothing of the event, and no other node is to be switched off
 */
async function back(session: Session, node: string): Promise<void> {
  const { cluster, signal, options } = session;
  const wait = { timeout: options.deadline, signal };
  if (await inTime(cluster.waitUntil(`${node} is ready again`, () => isReady(cluster, node), wait))) return;
  const seconds = options.deadline / 1_000;
  const text = `${node} was switched on, and is not ready ${seconds} s later: does the command of --node-power start it?`;
  session.powerless ??= text;
  throw new ClusterError('timeout', text);
}

/** What has failed once is not tried for the events that follow: a switch may take its whole time to fail. */
async function switchNode(session: Session, node: string, action: 'off' | 'on'): Promise<void> {
  try {
    await session.cluster.setNodePower(node, action);
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'refused') session.powerless ??= error.message;
    throw error;
  }
}

const isReady = (cluster: Cluster, node: string) => cluster.nodes().some(({ name, ready }) => name === node && ready);
