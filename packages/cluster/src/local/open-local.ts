import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { portIsFree } from '@persistence-lab/local-servers';
import { createChanges } from '../changes.ts';
import type { Cluster, Workload } from '../cluster.ts';
import { createRecordedActions } from '../recorded-actions.ts';
import { createRestore } from '../restore.ts';
import { createRunRecord } from '../run-record.ts';
import { createUntil } from '../until.ts';
import { createPlainActions, createReplicaActions } from './actions.ts';
import { createUpdate } from './control-plane.ts';
import { chooseDefinitions, type Chosen } from './choose-definitions.ts';
import type { Definition } from './definitions.ts';
import { removeFolders } from './folders.ts';
import { createStart, type Address, type Programs } from './images.ts';
import { createKubelets } from './kubelets.ts';
import { lastLine } from './last-line.ts';
import { createNodePower } from './node-power.ts';
import { createPlaces } from './places.ts';
import { createPortRange } from './port-range.ts';
import { openProcessList, type ProcessList } from './process-list.ts';
import { resume } from './resume.ts';
import { createRunFile } from './run-file.ts';
import { readState, writeState, type Kept } from './state-file.ts';
import { definitionOf, type World } from './state.ts';
import { createView, reasonsOf } from './view.ts';

export interface LocalOptions {
  /** Everything is kept in here; a cluster that was in it goes on. */
  readonly folder: string;
  readonly programs: Programs;
  /** Of a new cluster: 3 by default. */
  readonly nodes?: number;
  /** Which kinds of storage to run; all by default. */
  readonly kinds?: readonly string[] | undefined;
  /** Path of a redis-server; by default the one on PATH. null: none. */
  readonly redis?: string | null | undefined;
  /** Milliseconds until a silent node is not ready (1 s by default), and from then until its pods are evicted (2 s). */
  readonly patience?: { readonly notice: number; readonly evict: number };
}

export interface LocalCluster extends Cluster {
  readonly driver: 'local';
  /** What does not run here although it was asked for, and why: a sentence each. */
  readonly absent: readonly string[];
}

const version = 'simulated: processes and folders on this machine; a process out of memory is one that gets SIGKILL';

/**
 * Opens a simulated cluster: real services and databases, whose nodes and volumes are folders. Its processes end with
 * `close`; those that a killed process left behind are ended first.
 * @throws ClusterError `busy` while another process has the folder
 */
export async function openLocal(options: LocalOptions): Promise<LocalCluster> {
  const folder = resolve(options.folder);
  const chosen = await chooseDefinitions(options);
  const processes = await openProcessList(folder);
  try {
    return await startCluster(options, folder, chosen, processes);
  } catch (error) {
    processes.close();
    throw error;
  }
}

async function startCluster(
  options: LocalOptions,
  folder: string,
  { definitions, absent, redis }: Chosen,
  processes: ProcessList,
): Promise<LocalCluster> {
  const file = join(folder, 'cluster.json');
  const kept = readState(file, options.nodes ?? 3);
  const { state } = kept;
  const world: World = { state, definitions, newId: randomUUID };
  const freePort = createPortRange();
  await addressDatabases(kept, definitions, freePort);
  resume(world);
  const places = createPlaces(folder, () => state);
  const forget = (node: string) => removeFolders(...places.fleeting(node));
  await Promise.all(state.nodes.map(({ name }) => forget(name)));

  const changes = createChanges();
  const update = createUpdate({
    world,
    save: () => writeState(file, kept),
    dropVolume: (volume) => void removeFolders(places.volume(volume)),
    sync: () => kubelets.sync(),
    announce: changes.announce,
  });
  const kubelets = createKubelets({
    state,
    places,
    processes,
    start: createStart(options.programs, redis, (database) => kept.addresses[database]!),
    definitionOf: (workload) => definitionOf(world, workload),
    freePort,
    update,
  });
  const why = async (workload: Workload) => reasonsOf(world, workload, (pod) => lastLine(places.logOf(pod)));
  const until = createUntil(changes, why);
  const patience = options.patience ?? { notice: 1_000, evict: 2_000 };
  const power = createNodePower({ state, update, kill: kubelets.kill, forget, patience });
  const view = createView(world, kubelets.urlOf, absent);
  const parts = { world, update, until, containerOf: kubelets.containerOf, kill: kubelets.kill };
  const record = createRunRecord(createRunFile(join(folder, 'run.json')));
  const by = { power: async (node: string, action: 'off' | 'on') => power[action](node) };
  const actions = createRecordedActions(record, createPlainActions(parts), view, by);
  const isOn = async (node: string) => state.nodes.some(({ name, powered }) => name === node && powered);
  update(() => undefined);

  return {
    name: `local (${folder})`,
    driver: 'local',
    version,
    absent: [...new Set(absent.values())],
    ...view,
    ...createReplicaActions(parts),
    ...actions,
    begin: record.begin,
    openRun: record.open,
    restore: createRestore({ record, actions, view, by, isOn }),
    until,
    watch: changes.listen,
    why,
    async close() {
      power.close();
      await kubelets.stopAll();
      changes.close();
      processes.close();
    },
  };
}

/** Databases keep their addresses, as Services do; but somebody else may have taken a port meanwhile. */
async function addressDatabases(
  { addresses }: Kept,
  definitions: readonly Definition[],
  freePort: () => Promise<number>,
): Promise<void> {
  for (const { name } of definitions.filter(({ component }) => component === 'database')) {
    const known: Address | undefined = addresses[name];
    if (known && (await portIsFree(known.port))) continue;
    addresses[name] = { port: await freePort(), password: known?.password ?? randomUUID() };
  }
}
