export type { Cluster, ClusterNode, Replica, Subject, Wait, Workload } from './cluster.ts';
export { ClusterError, type ClusterErrorCode } from './cluster-error.ts';
export { openKubernetes, type KubernetesOptions } from './kubernetes/open-kubernetes.ts';
