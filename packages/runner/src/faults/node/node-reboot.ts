import { type NodeFaultInjector, waitForChange } from '../fault-target.ts';
import { switchNode, switchOnAndWait, waitUntilReady } from './node-switch.ts';

/** Switches the node off and on again at once. */
export const nodeReboot: NodeFaultInjector = {
  async injectNode(context, node) {
    await switchNode(context, node, 'off');
    await switchNode(context, node, 'on');
  },
  async inject(target, node) {
    const { cluster, context, dataWorkload, targets } = target;
    const onNode = targets.filter((replica) => replica.node === node);
    await waitForChange(target, `the replicas on ${node} have restarted`, () => {
      const now = cluster.replicas(dataWorkload);
      return onNode.every(({ id, restarts }) => now.every((each) => each.id !== id || each.restarts > restarts));
    });
    await waitUntilReady(context, node);
  },
  undoNode: switchOnAndWait,
  extraTime: 0,
  needsUndo: false,
};
