import { join } from 'node:path';
import type { Cluster } from '../../cluster.ts';
import { createRecordedActions } from '../../runs/recorded-actions.ts';
import { createRestore } from '../../runs/restore.ts';
import { createRunRecord } from '../../runs/run-record.ts';
import { createClusterActions, createReplicaActions } from './actions.ts';
import { createRunFile } from '../state/run-file.ts';
import type { Simulation } from '../simulation.ts';
import { createQueries } from './queries.ts';

const version = 'simulation 1: processes and folders; a power cut and an OOM kill are a SIGKILL';

/** A Cluster on the simulation, with a run record of its own. `close` leaves the simulation running. */
export function createClusterClient(simulation: Simulation): Cluster {
  const { folder, model, waitUntil, onChange, diagnose, power } = simulation;
  const view = createQueries(model, (pod) => simulation.containerOf(pod)?.url ?? null, simulation.unavailable);
  const record = createRunRecord(
    createRunFile(join(folder, 'run.json')),
    `npm run lab -- restore --driver local --folder ${folder}`,
  );
  const nodePower = { power: async (node: string, action: 'off' | 'on') => power[action](node) };
  const actions = createRecordedActions(record, createClusterActions(simulation), view, nodePower);
  const isNodeAlive = async (node: string) => model.state.nodes.some(({ name, powered }) => name === node && powered);
  return {
    name: `local (${folder})`,
    driver: 'local',
    version,
    ...view,
    ...createReplicaActions(simulation),
    ...actions,
    beginRun: record.begin,
    findOpenRun: record.readRun,
    restore: createRestore({ record, actions, view, nodePower, isNodeAlive }),
    waitUntil,
    onChange,
    diagnose,
    close: async () => {},
  };
}
