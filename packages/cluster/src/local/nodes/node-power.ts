import { terminatePod, removePod, type State } from '../state/state.ts';

export interface NodePowerParts {
  readonly state: State;
  readonly update: (change: (state: State) => void) => void;
  /** Ends every process of the pod. */
  readonly kill: (pod: string) => Promise<void>;
  readonly removeEphemeral: (node: string) => Promise<unknown>;
  /** Milliseconds until a node without power is not ready, and then until its pods are evicted. */
  readonly timeouts: { readonly notReady: number; readonly eviction: number };
}

export interface NodePower {
  off(node: string): Promise<void>;
  on(node: string): void;
  close(): void;
}

/** Switches nodes, and simulates the node controller, which notices missing heartbeats only. */
export function createNodePower({ state, update, kill, removeEphemeral, timeouts }: NodePowerParts): NodePower {
  const timers = new Map<string, NodeJS.Timeout>();
  const nodeOf = (name: string) => state.nodes.find((node) => node.name === name)!;
  const podsOn = (name: string) => state.pods.filter(({ node }) => node === name);
  const after = (node: string, time: number, change: () => void) =>
    timers.set(
      node,
      setTimeout(() => update(change), time),
    );

  function evictPods(node: string): void {
    for (const pod of podsOn(node)) terminatePod(state, pod);
  }
  function markNotReady(node: string): void {
    nodeOf(node).ready = false;
    for (const pod of podsOn(node)) pod.ready = false;
    after(node, timeouts.eviction, () => evictPods(node));
  }

  return {
    async off(node) {
      if (!nodeOf(node).powered) return;
      update(() => (nodeOf(node).powered = false));
      await Promise.all(podsOn(node).map(({ id }) => kill(id)));
      await removeEphemeral(node);
      after(node, timeouts.notReady, () => markNotReady(node));
    },
    /** Terminating pods are gone, the others restart in place. */
    on(node) {
      if (nodeOf(node).powered) return;
      clearTimeout(timers.get(node));
      update(() => {
        Object.assign(nodeOf(node), { powered: true, ready: true });
        for (const pod of podsOn(node)) {
          if (pod.terminating) removePod(state, pod.id);
          else Object.assign(pod, { ready: false, restarts: pod.restarts + 1, lastExit: 'ended with its node' });
        }
      });
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}
