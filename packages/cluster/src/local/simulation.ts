import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { freePort } from '@persistence-lab/local-servers';
import { createChangeNotifier, createWaitUntil } from '../change-notifier.ts';
import type { Cluster, Replica } from '../cluster.ts';
import type { ActionParts } from './client/actions.ts';
import { diagnose as diagnoseWorkload } from './client/diagnose.ts';
import { assignDatabaseAddresses } from './containers/database-address.ts';
import { openProcessList, type ProcessList } from './containers/process-list.ts';
import { createStartContainer, type ContainerOptions } from './containers/start-container.ts';
import { createUpdate } from './controllers/update.ts';
import { createKubelets } from './nodes/kubelets.ts';
import { createNodePower, type NodePower } from './nodes/node-power.ts';
import { createPaths, removePaths } from './nodes/paths.ts';
import { openServices, servicePorts, type ServicePort } from './services/services.ts';
import { chooseDefinitions, type DefinitionOptions, type ChosenDefinitions } from './state/choose-definitions.ts';
import { resumeCluster } from './state/resume.ts';
import { readState, writeState, type SavedState } from './state/state-file.ts';
import { definitionOf, type ClusterModel } from './state/state.ts';

export interface SimulationOptions extends DefinitionOptions {
  /** Stores everything; a cluster that exists here is resumed. */
  readonly folder: string;
  /** Of a new cluster: 3 by default. */
  readonly nodes?: number | undefined;
  /** Milliseconds until a node without power is not ready (1 s by default), and then until its pods are evicted (2 s). */
  readonly nodeTimeouts?: { readonly notReady: number; readonly eviction: number } | undefined;
  /** Fixed ports for subjects; unavailable subjects get none. */
  readonly services?: readonly ServicePort[] | undefined;
  /** LOG_LEVEL of the subjects: by default this process's own, or "warn". */
  readonly logLevel?: string | undefined;
}

/** A cluster that runs in this process. */
export interface Simulation extends ActionParts, Pick<Cluster, 'onChange' | 'diagnose'> {
  readonly folder: string;
  readonly unavailable: ChosenDefinitions['unavailable'];
  readonly power: Pick<NodePower, 'off' | 'on'>;
  /** The log file of the replica. */
  logFileOf(replica: Pick<Replica, 'name'>): string;
  /** Ends all its processes. */
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
  chosen: ChosenDefinitions,
  processes: ProcessList,
): Promise<Simulation> {
  const { definitions, unavailable } = chosen;
  const saved = readState(join(folder, 'cluster.json'), options.nodes ?? 3);
  const { state } = saved;
  const model: ClusterModel = { state, definitions, newId: randomUUID };
  const paths = createPaths(folder, state);
  const removeEphemeral = (node: string) => removePaths(...paths.ephemeralPaths(node));
  await Promise.all([removePaths(paths.logFolder), ...state.nodes.map(({ name }) => removeEphemeral(name))]);

  const changes = createChangeNotifier();
  const update = createUpdate({
    model,
    save: () => writeState(join(folder, 'cluster.json'), saved),
    removeVolume: (volume) => void removePaths(paths.volumePath(volume)),
    removePodFiles: (pod) => void removePaths(...paths.podPaths(pod)),
    syncNodes: () => kubelets.sync(),
    notify: changes.notify,
  });
  const kubelets = createKubelets({
    state,
    paths,
    processes,
    start: createStartContainer(containerOptions(options, chosen.redis, saved)),
    definitionOf: (name) => definitionOf(model, name),
    freePort,
    update,
  });
  const { kill, containerOf } = kubelets;
  const { logFileOf } = paths;
  const diagnose: Cluster['diagnose'] = async (workload) => diagnoseWorkload(model, workload, logFileOf);
  const timeouts = options.nodeTimeouts ?? defaultNodeTimeouts;
  const power = createNodePower({ state, update, kill, removeEphemeral, timeouts });
  const services = await openServices({ ports: servicePorts({ ...options, ...chosen }), state, containerOf });
  await assignDatabaseAddresses(saved.addresses, definitions, freePort);
  update(() => resumeCluster(model));

  async function close(): Promise<void> {
    power.close();
    await kubelets.stopAll();
    await services.close();
    changes.close();
    processes.close();
  }
  const waitUntil = createWaitUntil(changes, diagnose);
  const queries = { onChange: changes.subscribe, waitUntil, diagnose, containerOf, logFileOf };
  return { folder, unavailable, model, update, power, kill, ...queries, close };
}

function containerOptions(
  { programs, externalRedis, logLevel }: SimulationOptions,
  redis: string | undefined,
  { addresses }: SavedState,
): ContainerOptions {
  const addressOf = (database: string) => addresses[database]!;
  return { programs, redis, externalRedis, logLevel: logLevel ?? process.env['LOG_LEVEL'] ?? 'warn', addressOf };
}
