import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { freePort } from '@persistence-lab/local-servers';
import { createChangeNotifier } from '../changes.ts';
import type { Cluster, Replica, Workload } from '../cluster.ts';
import { createWaitUntil } from '../until.ts';
import type { ActionParts } from './actions.ts';
import { addressDatabases } from './addresses.ts';
import { chooseDefinitions, type Choice, type Chosen } from './choose-definitions.ts';
import { createUpdate } from './control-plane.ts';
import { removeFolders } from './folders.ts';
import { createStart, type Images } from './images.ts';
import { createKubelets } from './kubelets.ts';
import { lastLine } from './last-line.ts';
import { createNodePower, type NodePower } from './node-power.ts';
import { createPlaces } from './places.ts';
import { openProcessList, type ProcessList } from './process-list.ts';
import { resume } from './resume.ts';
import { openServices, servicePorts, type ServicePort } from './services.ts';
import { readState, writeState, type Kept } from './state-file.ts';
import { definitionOf, type World } from './state.ts';
import { reasonsOf } from './reasons.ts';

export interface SimulationOptions extends Choice {
  /** Everything is kept in here; a cluster that was in it goes on. */
  readonly folder: string;
  /** Of a new cluster: 3 by default. */
  readonly nodes?: number | undefined;
  /** Milliseconds until a silent node is not ready (1 s by default), and from then until its pods are evicted (2 s). */
  readonly nodeTimeouts?: { readonly notReady: number; readonly eviction: number } | undefined;
  /** Fixed ports for subjects; what is absent gets none. */
  readonly services?: readonly ServicePort[] | undefined;
  /** LOG_LEVEL of the subjects: by default this process's own, or "warn". */
  readonly logLevel?: string | undefined;
}

/** A cluster that runs in this process. */
export interface Simulation extends ActionParts, Pick<Cluster, 'onChange' | 'diagnose'> {
  readonly folder: string;
  readonly unavailable: Chosen['unavailable'];
  readonly power: Pick<NodePower, 'off' | 'on'>;
  /** The file that everything in the replica writes its log to. */
  logFileOf(replica: Pick<Replica, 'name'>): string;
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

const defaultNodeTimeouts = { notReady: 1_000, eviction: 2_000 };

async function start(
  options: SimulationOptions,
  folder: string,
  { definitions, unavailable, redis }: Chosen,
  processes: ProcessList,
): Promise<Simulation> {
  const file = join(folder, 'cluster.json');
  const kept = readState(file, options.nodes ?? 3);
  const { state } = kept;
  const world: World = { state, definitions, newId: randomUUID };
  const places = createPlaces(folder, state);
  const forget = (node: string) => removeFolders(...places.fleeting(node));
  await Promise.all([removeFolders(places.logs), ...state.nodes.map(({ name }) => forget(name))]);

  const changes = createChangeNotifier();
  const update = createUpdate({
    world,
    save: () => writeState(file, kept),
    dropVolume: (volume) => void removeFolders(places.volume(volume)),
    dropPod: (pod) => void removeFolders(...places.podFolders(pod)),
    sync: () => kubelets.sync(),
    announce: changes.notify,
  });
  const start = createStart(imagesOf(options, redis, kept));
  const workloadOf = (name: string) => definitionOf(world, name);
  const kubelets = createKubelets({ state, places, processes, start, definitionOf: workloadOf, freePort, update });
  const { kill, containerOf } = kubelets;
  const { logFileOf } = places;
  const diagnose = async (workload: Workload) => reasonsOf(world, workload, (pod) => lastLine(logFileOf(pod)));
  const power = createNodePower({ state, update, kill, forget, timeouts: options.nodeTimeouts ?? defaultNodeTimeouts });
  const services = await openServices({
    ports: servicePorts({ ...options, definitions, unavailable }),
    state,
    containerOf,
  });
  await addressDatabases(kept.addresses, definitions, freePort);
  update(() => resume(world));

  async function close(): Promise<void> {
    power.close();
    await kubelets.stopAll();
    await services.close();
    changes.close();
    processes.close();
  }
  const { subscribe: onChange } = changes;
  const waitUntil = createWaitUntil(changes, diagnose);
  return {
    folder,
    unavailable,
    world,
    update,
    waitUntil,
    onChange,
    diagnose,
    power,
    kill,
    containerOf,
    logFileOf,
    close,
  };
}

function imagesOf(
  { programs, externalRedis, logLevel }: SimulationOptions,
  redis: string | undefined,
  kept: Kept,
): Images {
  const addressOf = (database: string) => kept.addresses[database]!;
  return { programs, redis, externalRedis, logLevel: logLevel ?? process.env['LOG_LEVEL'] ?? 'warn', addressOf };
}
