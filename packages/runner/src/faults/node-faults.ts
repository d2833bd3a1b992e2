import type { Cluster } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { EventName } from '@persistence-lab/experiment';
import { type FaultTarget, staysOnNode, waitUntilReplaced, waitUntilGone, waitForChange } from './fault-target.ts';
import { undefinedOnTimeout } from '../undefined-on-timeout.ts';
import type { RunContext } from '../run-context.ts';

/** An event that meets a node, and with it every subject there. */
export interface NodeFaultInjector {
  /** What happens to the node itself, once. */
  injectNode(context: RunContext, node: string): Promise<void>;
  /** What becomes of one subject by that: resolves when it has happened. */
  inject(target: FaultTarget, node: string): Promise<void>;
  /** Puts the node back; doing it twice does no harm. */
  undoNode(context: RunContext, node: string): Promise<void>;
  /** Milliseconds that the event itself may take, beyond the run's deadline. */
  readonly extraTime: number;
  /** The event changes something that stays until it is undone: read again after that. */
  readonly needsUndo: boolean;
}

// A stock cluster calls a silent node unreachable after 50 s, and evicts its pods 300 s later:
// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
const evictionTime = 360_000;

const nodeDrain: NodeFaultInjector = {
  injectNode: ({ cluster }, node) => cluster.cordon(node),
  async inject(target, node) {
    const { cluster, subject, dataWorkload } = target;
    const all = dataWorkload.name === subject.name ? target.targets : [...target.targets, ...cluster.replicas(subject)];
    const there = all.filter((replica) => replica.node === node && !replica.terminating);
    await Promise.all(there.map((replica) => cluster.evict(replica)));
    await waitUntilGone({ ...target, targets: target.targets.filter((replica) => replica.node === node) });
  },
  undoNode: ({ cluster }, node) => cluster.uncordon(node),
  extraTime: 0,
  needsUndo: true,
};

const nodeFailure: NodeFaultInjector = {
  async injectNode(context, node) {
    const { cluster, signal } = context;
    await switchNode(context, node, 'off');
    const isSilent = () => !isReady(cluster, node);
    await cluster.waitUntil(`${node} is known to be silent`, isSilent, { timeout: evictionTime, signal });
  },
  inject: async () => {},
  undoNode: switchOn,
  extraTime: evictionTime,
  needsUndo: true,
};

const nodeReboot: NodeFaultInjector = {
  async injectNode(context, node) {
    await switchNode(context, node, 'off');
    await switchNode(context, node, 'on');
  },
  async inject(target, node) {
    await waitForChange(target, `the replicas on ${node} have restarted`, () => {
      const now = target.cluster.replicas(target.dataWorkload);
      return target.targets.every(
        (replica) =>
          replica.node !== node || now.every(({ id, restarts }) => id !== replica.id || restarts > replica.restarts),
      );
    });
    await waitUntilReady(target.context, node);
  },
  undoNode: switchOn,
  extraTime: 0,
  needsUndo: false,
};

export const nodeFaultInjectors: ReadonlyMap<EventName, NodeFaultInjector> = new Map<EventName, NodeFaultInjector>([
  ['node-drain', nodeDrain],
  ['node-reboot', nodeReboot],
  ['node-failure', nodeFailure],
]);

/** A pod whose data stayed on a node that it was moved away from is moved back there. */
export async function moveBack(target: FaultTarget, node: string): Promise<void> {
  const { cluster, dataWorkload, subject, context } = target;
  const away = cluster.replicas(dataWorkload).filter((replica) => !replica.terminating && replica.node !== node);
  if (!staysOnNode(subject.kind) || away.length === 0) return;
  const moving = { ...target, targets: away };
  await context.placement.on(node, async () => {
    await Promise.all(away.map((replica) => cluster.delete(replica)));
    await waitUntilReplaced(moving);
  });
  await waitUntilGone(moving);
}

async function switchOn(context: RunContext, node: string): Promise<void> {
  await switchNode(context, node, 'on');
  await waitUntilReady(context, node);
}

/**
 * Waits until the node is ready again.
 * @throws ClusterError `timeout`: what would be seen then says nothing of the event, and no other node is to be switched off
 */
async function waitUntilReady(context: RunContext, node: string): Promise<void> {
  const { cluster, signal, options } = context;
  const wait = { timeout: options.deadline, signal };
  if (await undefinedOnTimeout(cluster.waitUntil(`${node} is ready again`, () => isReady(cluster, node), wait))) return;
  const seconds = options.deadline / 1_000;
  const text = `${node} was switched on, and is not ready ${seconds} s later: does the command of --node-power start it?`;
  context.nodePowerProblem ??= text;
  throw new ClusterError('timeout', text);
}

/** What has failed once is not tried for the events that follow: a switch may take its whole time to fail. */
async function switchNode(context: RunContext, node: string, action: 'off' | 'on'): Promise<void> {
  try {
    await context.cluster.setNodePower(node, action);
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'refused') context.nodePowerProblem ??= error.message;
    throw error;
  }
}

const isReady = (cluster: Cluster, node: string) => cluster.nodes().some(({ name, ready }) => name === node && ready);
