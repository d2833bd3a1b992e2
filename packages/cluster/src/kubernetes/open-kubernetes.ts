import type { KubeConfig } from '@kubernetes/client-node';
import { createChangeNotifier, createWaitUntil } from '../change-notifier.ts';
import type { Cluster } from '../cluster.ts';
import { createRecordedActions, type NodePowerOptions } from '../runs/recorded-actions.ts';
import { createRestore } from '../runs/restore.ts';
import { createRunRecord } from '../runs/run-record.ts';
import { createReplicaActions } from './replica-actions/replica-actions.ts';
import { toClusterError } from './client/to-cluster-error.ts';
import { actionDescriptions, withClusterErrors } from './client/action-errors.ts';
import { lookingAtCluster, probeApiServer, withApiTimeout } from './client/probe-api-server.ts';
import { loadKubeconfig } from './client/kubeconfig.ts';
import { isNodeAlive } from './diagnosis/node-lease.ts';
import { existingNamespaces } from './client/namespaces.ts';
import { createClusterActions } from './cluster-actions/cluster-actions.ts';
import { createQueries } from './cache/queries.ts';
import { createRunStore } from './run-store.ts';
import { watchObjects, type ObjectWatch } from './cache/object-cache.ts';
import { createDiagnose } from './diagnosis/diagnose.ts';

export interface KubernetesOptions extends NodePowerOptions {
  /** A context of the kubeconfig; the current one by default. */
  readonly context?: string | undefined;
  /** Where the lab runs; one must exist. The record of the run is in the first existing one. */
  readonly namespaces?: string[];
}

const defaultNamespaces = ['persistence-lab', 'persistence-lab-hostpath'];

/** Milliseconds: the API server answers by now, but its storage may be slow. */
const openTimeout = 30_000;

/**
 * Opens the cluster of a kubeconfig context and watches the lab's objects until `close`.
 * @throws ClusterError `no-kubeconfig`, `bad-kubeconfig`, `unreachable`, `forbidden`, or `missing` when the lab is not deployed
 */
export async function openKubernetes(options: KubernetesOptions = {}): Promise<Cluster> {
  const { context, namespaces = defaultNamespaces, ...nodePower } = options;
  const config = loadKubeconfig(context);
  const changes = createChangeNotifier();
  const { watches, found, version } = await openView(config, namespaces, changes.notify);
  const view = createQueries(config, watches.cache);
  const { diagnose } = withClusterErrors(
    config,
    { diagnose: createDiagnose(config, watches.cache) },
    actionDescriptions,
  );
  const waitUntil = createWaitUntil(changes, diagnose);
  const record = createRunRecord(createRunStore(config, found[0]!));
  const recorded = createRecordedActions(
    record,
    createClusterActions(config, watches.cache, waitUntil),
    view,
    nodePower,
  );
  const actions = { ...recorded, ...createReplicaActions(config, watches.cache, waitUntil), diagnose };
  const runs = {
    beginRun: record.begin,
    findOpenRun: record.readRun,
    restore: createRestore({ record, actions, view, nodePower, isNodeAlive: (node) => isNodeAlive(config, node) }),
  };
  return {
    name: config.getCurrentContext(),
    driver: 'kubernetes',
    version,
    ...view,
    ...withClusterErrors(config, { ...actions, ...runs }, actionDescriptions),
    waitUntil,
    onChange: changes.subscribe,
    async close() {
      watches.stop();
      changes.close();
    },
  };
}

async function openView(config: KubeConfig, namespaces: string[], changed: () => void) {
  let opening: Promise<ObjectWatch> | undefined;
  try {
    const { version } = await probeApiServer(config);
    const found = await withApiTimeout(config, openTimeout, existingNamespaces(config, namespaces));
    opening = watchObjects(config, found, changed);
    return { found, version, watches: await withApiTimeout(config, openTimeout, opening) };
  } catch (error) {
    // stop informers that start after the timeout
    void opening?.then(
      (watches) => watches.stop(),
      () => undefined,
    );
    throw toClusterError(error, lookingAtCluster, config.getCurrentCluster()?.server ?? '');
  }
}
