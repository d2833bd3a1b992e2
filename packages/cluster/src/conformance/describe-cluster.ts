import { describe } from 'vitest';
import { useCluster, type ClusterHarness } from './harness.ts';
import { describeClaims } from './claims.ts';
import { describeNodes } from './nodes.ts';
import { describeReplicas } from './replicas.ts';
import { describeRuns } from './runs.ts';
import { describeView } from './view.ts';
import { describeWaiting } from './waiting.ts';
import { describeWorkloads } from './workloads.ts';

export type { Capability, ClusterHarness } from './harness.ts';

/** The contract of `Cluster` for every driver: tests that run one after another on a cluster with the lab deployed. */
export function describeCluster(driver: string, harness: ClusterHarness): void {
  describe(`the ${driver} driver`, () => {
    const kit = useCluster(harness);
    describeView(kit);
    describeWaiting(kit);
    describeReplicas(kit);
    describeWorkloads(kit);
    describeClaims(kit);
    describeNodes(kit);
    describeRuns(kit);
  });
}
