import { endPod, removePod, type State } from './state.ts';

export interface NodePowerOptions {
  readonly state: State;
  readonly update: (change: (state: State) => void) => void;
  /** Ends every process of the pod. */
  readonly kill: (pod: string) => Promise<void>;
  readonly forget: (node: string) => Promise<unknown>;
  /** Milliseconds until the cluster takes a silent node for not ready, and from then until it gives it up. */
  readonly timeouts: { readonly notReady: number; readonly eviction: number };
}

export interface NodePower {
  off(node: string): Promise<void>;
  on(node: string): void;
  close(): void;
}

/** Switches nodes, and plays the node controller, which learns of it only by their silence. */
export function createNodePower({ state, update, kill, forget, timeouts }: NodePowerOptions): NodePower {
  const timers = new Map<string, NodeJS.Timeout>();
  const nodeOf = (name: string) => state.nodes.find((node) => node.name === name)!;
  const podsOn = (name: string) => state.pods.filter(({ node }) => node === name);
  const after = (node: string, time: number, change: () => void) =>
    timers.set(
      node,
      setTimeout(() => update(change), time),
    );

  function giveUp(node: string): void {
    for (const pod of podsOn(node)) endPod(state, pod);
  }
  function notice(node: string): void {
    nodeOf(node).ready = false;
    for (const pod of podsOn(node)) pod.ready = false;
    after(node, timeouts.eviction, () => giveUp(node));
  }

  return {
    async off(node) {
      if (!nodeOf(node).powered) return;
      update(() => (nodeOf(node).powered = false));
      await Promise.all(podsOn(node).map(({ id }) => kill(id)));
      await forget(node);
      after(node, timeouts.notReady, () => notice(node));
    },
    /** Pods that were told to stop meanwhile are gone, the others start again in place. */
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
