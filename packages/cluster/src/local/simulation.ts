import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { createChanges } from '../changes.ts';
import type { Cluster, Workload } from '../cluster.ts';
import { createUntil } from '../until.ts';
import type { ActionParts } from './actions.ts';
import { addressDatabases } from './addresses.ts';
import { chooseDefinitions, type Choice, type Chosen } from './choose-definitions.ts';
import { createUpdate } from './control-plane.ts';
import { removeFolders } from './folders.ts';
import { createStart } from './images.ts';
import { createKubelets } from './kubelets.ts';
import { lastLine } from './last-line.ts';
import { createNodePower, type NodePower } from './node-power.ts';
import { createPlaces } from './places.ts';
import { createPortRange } from './port-range.ts';
import { openProcessList, type ProcessList } from './process-list.ts';
import { resume } from './resume.ts';
import { readState, writeState } from './state-file.ts';
import { definitionOf, type World } from './state.ts';
import { reasonsOf } from './reasons.ts';

export interface SimulationOptions extends Choice {
  /** Everything is kept in here; a cluster that was in it goes on. */
  readonly folder: string;
  /** Of a new cluster: 3 by default. */
  readonly nodes?: number | undefined;
  /** Milliseconds until a silent node is not ready (1 s by default), and from then until its pods are evicted (2 s). */
  readonly patience?: { readonly notice: number; readonly evict: number } | undefined;
}

/** A cluster that runs in this process. */
export interface Simulation extends ActionParts, Pick<Cluster, 'watch' | 'why'> {
  readonly folder: string;
  readonly absent: Chosen['absent'];
  readonly power: Pick<NodePower, 'off' | 'on'>;
  /** Ends every process of it. */
  close(): Promise<void>;
}

/** @throws ClusterError `busy` while another process has the folder */
export async function openSimulation(options: SimulationOptions): Promise<Simulation> {
  const folder = resolve(options.folder);
  const chosen = await chooseDefinitions(options);
  const processes = await openProcessList(folder);
  try {
    return await start(options, folder, chosen, processes);
  } catch (error) {
    processes.close();
    throw error;
  }
}

async function start(
  { programs, nodes = 3, patience = { notice: 1_000, evict: 2_000 } }: SimulationOptions,
  folder: string,
  { definitions, absent, redis }: Chosen,
  processes: ProcessList,
): Promise<Simulation> {
  const file = join(folder, 'cluster.json');
  const kept = readState(file, nodes);
  const { state } = kept;
  const world: World = { state, definitions, newId: randomUUID };
  const freePort = createPortRange();
  await addressDatabases(kept.addresses, definitions, freePort);
  const places = createPlaces(folder, state);
  const forget = (node: string) => removeFolders(...places.fleeting(node));
  await Promise.all([removeFolders(places.logs), ...state.nodes.map(({ name }) => forget(name))]);

  const changes = createChanges();
  const update = createUpdate({
    world,
    save: () => writeState(file, kept),
    dropVolume: (volume) => void removeFolders(places.volume(volume)),
    dropPod: (pod) => void removeFolders(...places.podFolders(pod)),
    sync: () => kubelets.sync(),
    announce: changes.announce,
  });
  const kubelets = createKubelets({
    state,
    places,
    processes,
    start: createStart(programs, redis, (database) => kept.addresses[database]!),
    definitionOf: (workload) => definitionOf(world, workload),
    freePort,
    update,
  });
  const { kill, containerOf } = kubelets;
  const why = async (workload: Workload) => reasonsOf(world, workload, (pod) => lastLine(places.logOf(pod)));
  const power = createNodePower({ state, update, kill, forget, patience });
  update(() => resume(world));
  const until = createUntil(changes, why);
  const watch = changes.listen;

  async function close(): Promise<void> {
    power.close();
    await kubelets.stopAll();
    changes.close();
    processes.close();
  }
  return { folder, absent, world, update, until, watch, why, power, kill, containerOf, close };
}
