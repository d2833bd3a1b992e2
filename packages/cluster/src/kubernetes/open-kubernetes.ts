import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { Cluster, Subject, Wait, Workload } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { createActions, type Actions } from './actions.ts';
import { createChanges } from './changes.ts';
import { explain } from './explain.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { existingNamespaces } from './namespaces.ts';
import { createFetchFrom, type PodAddress } from './replica-fetch.ts';
import { nodeOf, objectOf, podsOf, replicaOf, workloadsOf, type Seen } from './view.ts';
import { openWatches } from './watches.ts';

export interface KubernetesOptions {
  /** A context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  /** Where the lab runs; those that do not exist are left out, but one must. */
  readonly namespaces?: string[];
}

const home = ['persistence-lab', 'persistence-lab-hostpath'];

/**
 * Opens the cluster that a kubeconfig leads to and watches the lab in it, until `close`.
 * @throws ClusterError `no-kubeconfig`, `unreachable`, `forbidden`, or `missing` when the lab is not deployed
 */
export async function openKubernetes({ context, namespaces = home }: KubernetesOptions = {}): Promise<Cluster> {
  const config = loadKubeconfig(context);
  const changes = createChanges();
  const watches = await explained(config, 'Looking at the cluster', async () =>
    openWatches(config, await existingNamespaces(config, namespaces), changes.announce),
  );
  const { cordon, uncordon, ...actions } = explainedActions(config, createActions(config, watches.seen));
  const questions = createQuestions(config, watches.seen);
  const cordoned = (name: string) => questions.nodes().find((node) => node.name === name)?.cordoned ?? false;

  async function until<T>(what: string, condition: () => T | undefined | false, wait: Wait): Promise<T> {
    const result = await changes.until(condition, wait.timeout);
    if (result !== undefined) return result;
    const reasons = wait.of ? await actions.why(wait.of) : [];
    throw new ClusterError('timeout', [`${what}: not within ${wait.timeout / 1000} s`, ...reasons].join('\n  '));
  }

  return {
    name: config.getCurrentContext(),
    ...questions,
    ...actions,
    // the scheduler learns of a cordon as we do, by a watch: when we have seen it, so has it, nearly always
    async cordon(node) {
      await cordon(node);
      await until(`${node} is cordoned`, () => cordoned(node), { timeout: 10_000 });
    },
    async uncordon(node) {
      await uncordon(node);
      await until(`${node} is uncordoned`, () => !cordoned(node), { timeout: 10_000 });
    },
    until,
    async close() {
      watches.stop();
      changes.close();
    },
  };
}

function createQuestions(config: KubeConfig, seen: () => Seen) {
  const fetchFrom = createFetchFrom(config);
  const workloads = () => workloadsOf(seen());
  const subjects = () => workloads().filter(isSubject);

  function replicas(workload: Workload) {
    const now = seen();
    const owner = objectOf(now, workload);
    return owner ? podsOf(owner, now.pods).map((pod) => replicaOf(pod, fetchFrom(addressOf(pod)))) : [];
  }
  return {
    workloads,
    subjects,
    subject(name: string) {
      const found = subjects().find((subject) => subject.name === name);
      if (found) return found;
      const names = subjects().map((subject) => subject.name);
      throw new ClusterError('missing', `No subject "${name}" is deployed; there are: ${names.join(', ') || 'none'}.`);
    },
    nodes: () => seen().nodes.map(nodeOf),
    replicas,
    holders(subject: Subject) {
      const database = workloads().find(({ component, kind }) => component === 'database' && kind === subject.kind);
      return replicas(database ?? subject);
    },
  };
}

const isSubject = (workload: Workload): workload is Subject => workload.component === 'api' && workload.kind !== null;

function addressOf({ metadata, spec }: V1Pod): PodAddress {
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const port = ports.find(({ name }) => name === 'http') ?? ports[0];
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', port: port?.containerPort ?? 80 };
}

async function explained<T>(config: KubeConfig, doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explain(error, doing, config.getCurrentCluster()?.server ?? '');
  }
}

function explainedActions(config: KubeConfig, actions: Actions): Actions {
  return {
    crash: (replica) => explained(config, `Crashing ${replica.name}`, () => actions.crash(replica)),
    delete: (replica) => explained(config, `Deleting ${replica.name}`, () => actions.delete(replica)),
    scale: (workload, replicas) =>
      explained(config, `Scaling ${workload.name} to ${replicas}`, () => actions.scale(workload, replicas)),
    cordon: (node) => explained(config, `Cordoning ${node}`, () => actions.cordon(node)),
    uncordon: (node) => explained(config, `Uncordoning ${node}`, () => actions.uncordon(node)),
    why: (workload) =>
      explained(config, `Looking for what is wrong with ${workload.name}`, () => actions.why(workload)),
  };
}
