import type { KubeConfig } from '@kubernetes/client-node';
import { createChangeNotifier } from '../changes.ts';
import type { Cluster } from '../cluster.ts';
import { createRecordedActions, type NodePowerOptions } from '../recorded-actions.ts';
import { createRestore } from '../restore.ts';
import { createRunRecord } from '../run-record.ts';
import { createWaitUntil } from '../until.ts';
import { createActions } from './actions.ts';
import { answersWithin } from './answers-within.ts';
import { doing } from './doing.ts';
import { explain } from './explain.ts';
import { explained } from './explained.ts';
import { probeApiServer } from './greet.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { isNodeOn } from './lease.ts';
import { existingNamespaces } from './namespaces.ts';
import { createPlainActions } from './plain-actions.ts';
import { createQuestions } from './questions.ts';
import { createRunStore } from './run-store.ts';
import { openWatches, type Watches } from './watches.ts';
import { createDiagnose } from './why.ts';

export interface KubernetesOptions extends NodePowerOptions {
  /** A context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  /** Where the lab runs; those that do not exist are left out, but one must. The run is kept in the first of them. */
  readonly namespaces?: string[];
}

const home = ['persistence-lab', 'persistence-lab-hostpath'];

/** Milliseconds: of a server that greets, and whose store may be slow. */
const patience = 30_000;

/**
 * Opens the cluster that a kubeconfig leads to and watches the lab in it, until `close`.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`, `unreachable`, `forbidden`, or `missing` when the lab is not deployed
 */
export async function openKubernetes(options: KubernetesOptions = {}): Promise<Cluster> {
  const { context, namespaces = home, ...by } = options;
  const config = loadKubeconfig(context);
  const changes = createChangeNotifier();
  const { watches, found, version } = await openView(config, namespaces, changes.notify);
  const view = createQuestions(config, watches.seen);
  const { diagnose } = explained(config, { diagnose: createDiagnose(config, watches.seen) }, doing);
  const waitUntil = createWaitUntil(changes, diagnose);
  const record = createRunRecord(createRunStore(config, found[0]!));
  const recorded = createRecordedActions(record, createPlainActions(config, watches.seen, waitUntil), view, by);
  const actions = { ...recorded, ...createActions(config, watches.seen, waitUntil), diagnose };
  const runs = {
    beginRun: record.begin,
    findOpenRun: record.readRun,
    restore: createRestore({ record, actions, view, by, isOn: (node) => isNodeOn(config, node) }),
  };
  return {
    name: config.getCurrentContext(),
    driver: 'kubernetes',
    version,
    ...view,
    ...explained(config, { ...actions, ...runs }, doing),
    waitUntil,
    onChange: changes.subscribe,
    async close() {
      watches.stop();
      changes.close();
    },
  };
}

async function openView(config: KubeConfig, namespaces: string[], changed: () => void) {
  let opening: Promise<Watches> | undefined;
  try {
    const { version } = await probeApiServer(config);
    const found = await answersWithin(config, patience, existingNamespaces(config, namespaces));
    opening = openWatches(config, found, changed);
    return { found, version, watches: await answersWithin(config, patience, opening) };
  } catch (error) {
    // those that open too late are not to go on
    void opening?.then(
      (watches) => watches.stop(),
      () => undefined,
    );
    throw explain(error, 'Looking at the cluster', config.getCurrentCluster()?.server ?? '');
  }
}
