import type { V1Node } from '@kubernetes/client-node';
import type { ClusterNode } from '../../cluster.ts';
import { condition } from './pods.ts';

export function nodeOf(node: V1Node): ClusterNode {
  return {
    name: node.metadata?.name ?? '',
    ready: condition(node.status?.conditions, 'Ready')?.status === 'True',
    cordoned: node.spec?.unschedulable === true,
    controlPlane: node.metadata?.labels?.['node-role.kubernetes.io/control-plane'] !== undefined,
  };
}
