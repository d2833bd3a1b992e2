import { type NodeFaultInjector, waitUntilGone } from '../fault-target.ts';

/** Cordons the node and evicts the pods of the subjects, as `kubectl drain` does. */
export const nodeDrain: NodeFaultInjector = {
  injectNode: ({ cluster }, node) => cluster.cordon(node),
  async inject(target, node) {
    const { cluster, subject, dataWorkload, targets } = target;
    const all = dataWorkload.name === subject.name ? targets : [...targets, ...cluster.replicas(subject)];
    const onNode = all.filter((replica) => replica.node === node && !replica.terminating);
    await Promise.all(onNode.map((replica) => cluster.evict(replica)));
    await waitUntilGone({ ...target, targets: targets.filter((replica) => replica.node === node) });
  },
  undoNode: ({ cluster }, node) => cluster.uncordon(node),
  extraTime: 0,
  needsUndo: true,
};
