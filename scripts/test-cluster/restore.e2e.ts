import { openKubernetes } from '@persistence-lab/cluster';
import { afterAll } from 'vitest';
import { describeKilledRuns } from '../lab/killed-run.ts';
import { settledAgain } from './cluster-state.ts';
import { whyNoPower } from './node-power.ts';
import { standingOf } from './standing.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());
await settledAgain(cluster); // the tests before may have switched nodes
const before = await standingOf(cluster);
const { NODE_POWER } = process.env;
const onlyControlPlanes = cluster.nodes().every(({ controlPlane }) => controlPlane);
const isSwitchedOff = () => cluster.nodes().some(({ ready }) => !ready);

describeKilledRuns('a real cluster', {
  options: NODE_POWER ? ['--node-power', NODE_POWER] : [],
  isDrained: () => cluster.replicas(cluster.subject('notes-pvc')).some(({ blocked }) => blocked !== null),
  isOff: isSwitchedOff,
  differences: async () => {
    await cluster.until('every node is ready', () => !isSwitchedOff(), { timeout: 120_000 });
    await settledAgain(cluster);
    const now = await standingOf(cluster);
    return now.filter((line) => !before.includes(line));
  },
  noPower: !NODE_POWER ? whyNoPower : onlyControlPlanes ? 'the only node runs the cluster itself' : undefined,
});
