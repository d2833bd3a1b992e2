import type { NodePowerSwitch } from '@persistence-lab/cluster';
import { createNodePower, nodePowerTemplate } from '@persistence-lab/runner/node-power';

/** Why a test that switches nodes is skipped. */
export const noPowerReason =
  "NODE_POWER is not set: pass a command as for lab run --node-power, 'CMD {action} {node}' or {action:kill|start}";

/** Switches the nodes of a cluster by the command in NODE_POWER; undefined without one. */
export function nodePower(cluster: string): NodePowerSwitch | undefined {
  const { NODE_POWER } = process.env;
  return NODE_POWER ? createNodePower(nodePowerTemplate(NODE_POWER), cluster) : undefined;
}
