import { join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import { createRecordedActions } from '../recorded-actions.ts';
import { createRestore } from '../restore.ts';
import { createRunRecord } from '../run-record.ts';
import { createPlainActions, createReplicaActions } from './actions.ts';
import { createRunFile } from './run-file.ts';
import type { Simulation } from './simulation.ts';
import { createView } from './view.ts';

const version = 'simulation 1: processes and folders; a cut of the power, and the end of all memory, are a SIGKILL';

/** The simulation as one user of it sees it, with a run of its own. Closing it leaves the simulation running. */
export function createHandle(simulation: Simulation): Cluster {
  const { folder, world, waitUntil, onChange, diagnose, power } = simulation;
  const view = createView(world, (pod) => simulation.containerOf(pod)?.url ?? null, simulation.unavailable);
  const record = createRunRecord(
    createRunFile(join(folder, 'run.json')),
    `npm run lab -- restore --driver local --folder ${folder}`,
  );
  const by = { power: async (node: string, action: 'off' | 'on') => power[action](node) };
  const actions = createRecordedActions(record, createPlainActions(simulation), view, by);
  const isOn = async (node: string) => world.state.nodes.some(({ name, powered }) => name === node && powered);
  return {
    name: `local (${folder})`,
    driver: 'local',
    version,
    ...view,
    ...createReplicaActions(simulation),
    ...actions,
    beginRun: record.begin,
    findOpenRun: record.readRun,
    restore: createRestore({ record, actions, view, by, isOn }),
    waitUntil,
    onChange,
    diagnose,
    close: async () => {},
  };
}
