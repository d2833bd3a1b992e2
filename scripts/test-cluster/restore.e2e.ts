import { openKubernetes } from '@persistence-lab/cluster';
import { afterAll } from 'vitest';
import { describeKilledRuns } from '../lab/killed-run.ts';
import { whyNoPower } from './node-power.ts';
import { standingOnceSettled } from './standing.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());
const before = await standingOnceSettled(cluster);
const { NODE_POWER } = process.env;
const onlyControlPlanes = cluster.nodes().every(({ controlPlane }) => controlPlane);
const isSwitchedOff = () => cluster.nodes().some(({ ready }) => !ready);

describeKilledRuns('a real cluster', {
  options: NODE_POWER ? ['--node-power', NODE_POWER] : [],
  isDrained: () => cluster.replicas(cluster.subject('notes-pvc')).some(({ pendingReason }) => pendingReason !== null),
  isOff: isSwitchedOff,
  differences: async () => {
    await cluster.waitUntil('every node is ready', () => !isSwitchedOff(), { timeout: 120_000 });
    const now = await standingOnceSettled(cluster);
    return now.filter((line) => !before.includes(line));
  },
  noPower: !NODE_POWER ? whyNoPower : onlyControlPlanes ? 'the only node runs the cluster itself' : undefined,
});
