export { testCluster } from './cluster/test-cluster.ts';
