import { openKubernetes } from '@persistence-lab/cluster';
import { afterAll } from 'vitest';
import { describeKilledRuns } from '../killed-run/killed-run.ts';
import { noPowerReason } from './node-power.ts';
import { stateOnceReady } from './state-lines.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());
const before = await stateOnceReady(cluster);
const { NODE_POWER } = process.env;
const onlyControlPlanes = cluster.nodes().every(({ controlPlane }) => controlPlane);
const isSwitchedOff = () => cluster.nodes().some(({ ready }) => !ready);

describeKilledRuns('a real cluster', {
  options: NODE_POWER ? ['--node-power', NODE_POWER] : [],
  isDrained: () => cluster.replicas(cluster.subject('notes-pvc')).some(({ pendingReason }) => pendingReason !== null),
  isOff: isSwitchedOff,
  differences: async () => {
    await cluster.waitUntil('every node is ready', () => !isSwitchedOff(), { timeout: 300_000 });
    const now = await stateOnceReady(cluster);
    return now.filter((line) => !before.includes(line));
  },
  noPower: !NODE_POWER ? noPowerReason : onlyControlPlanes ? 'the only node runs the control plane' : undefined,
});
