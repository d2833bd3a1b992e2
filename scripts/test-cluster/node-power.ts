import type { NodePowerSwitch } from '@persistence-lab/cluster';
import { createNodePower, nodePowerTemplate } from '@persistence-lab/runner/node-power';

/** Why a test that switches nodes cannot run. */
export const whyNoPower =
  "NODE_POWER does not say how to switch a node: as --node-power of the lab, 'CMD {action} {node}' or {action:kill|start}";

/** Switches the nodes of a cluster by the command in NODE_POWER; undefined when the environment has none. */
export function nodePower(cluster: string): NodePowerSwitch | undefined {
  const { NODE_POWER } = process.env;
  return NODE_POWER ? createNodePower(nodePowerTemplate(NODE_POWER), cluster) : undefined;
}
