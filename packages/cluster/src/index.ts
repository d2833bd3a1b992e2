export type {
  Claim,
  Cluster,
  ClusterNode,
  NodePowerSwitch,
  Replica,
  Run,
  Subject,
  Undo,
  Wait,
  Workload,
  WorkloadName,
} from './cluster.ts';
export { ClusterError, type ClusterErrorCode } from './cluster-error.ts';
export { contextName } from './kubernetes/kubeconfig.ts';
export { openKubernetes, type KubernetesOptions } from './kubernetes/open-kubernetes.ts';
export { openLocal, type LocalCluster, type LocalOptions } from './local/open-local.ts';
export type { NodePowerOptions } from './recorded-actions.ts';
export { describeUndo } from './undo-list.ts';
