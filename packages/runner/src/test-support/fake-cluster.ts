import type { Cluster, Replica, Run, Subject, Undo, Workload } from '@persistence-lab/cluster';
import { ClusterError, type ClusterErrorCode } from '@persistence-lab/cluster/error';
import { untranslated } from '@persistence-lab/language';
import type { KindName } from '@persistence-lab/experiment';
import { createNotesService, type Disk } from '@persistence-lab/experiment/test-support';

export interface FakeSubject {
  readonly kind: KindName;
  /** The disk of a new pod on this node; `before` counts the earlier pods of the subject. */
  readonly disk: (node: string, before: number) => Disk;
  /** The node that its claim is bound to. */
  readonly boundTo?: string;
  /** More pods than this are not scheduled. */
  readonly most?: number;
}

export interface FakeCluster extends Cluster {
  /** What was actions of it, a word and a name each. */
  readonly actions: string[];
  /** The undos of the open run. */
  readonly undos: Undo[];
}

interface Pod {
  readonly id: string;
  /** How many pods the subject had before this one. */
  readonly before: number;
  readonly name: string;
  readonly subject: string;
  node: string | null;
  restarts: number;
  disk?: Disk;
  fetch?: typeof fetch;
}

const namespace = 'persistence-lab';
const conflict = '0/3 nodes are available: 3 node(s) had volume node affinity conflict.';

/** Its message is in English only, like those of the Kubernetes API. */
export const clusterError = (code: ClusterErrorCode, message: string): ClusterError =>
  new ClusterError(code, untranslated(message));

/** A cluster in memory. Its controllers act at once, but replace the pods of a node shortly after the node is switched off. */
export function createFakeCluster(subjects: Record<string, FakeSubject>): FakeCluster {
  const nodes = new Map(['a', 'b', 'c'].map((name) => [name, { ready: true, cordoned: false }]));
  const desired = new Map(Object.keys(subjects).map((name) => [name, 1]));
  const createdPods = new Map(Object.keys(subjects).map((name) => [name, 0]));
  const actions: string[] = [];
  const undos: Undo[] = [];
  const listeners = new Set<() => void>();
  let pods: Pod[] = [];
  let open: Run | null = null;

  const acceptsPods = (name: string) => nodes.get(name)!.ready && !nodes.get(name)!.cordoned;

  function schedule(pod: Pod): void {
    const { disk, boundTo, most = Infinity } = subjects[pod.subject]!;
    if (pods.filter(({ subject, node }) => subject === pod.subject && node !== null).length >= most) return;
    const node = [...nodes.keys()].filter((name) => boundTo === undefined || name === boundTo).find(acceptsPods);
    if (node === undefined) return;
    pod.node = node;
    pod.disk = disk(node, pod.before);
    pod.fetch = createNotesService(pod.disk, { name: pod.name });
  }

  function reconcile(): void {
    for (const [subject, count] of desired) {
      const own = pods.filter((pod) => pod.subject === subject);
      for (const extra of own.slice(count)) pods = pods.filter((pod) => pod !== extra);
      for (let missing = count - own.length; missing > 0; missing -= 1) {
        const number = createdPods.get(subject)! + 1;
        createdPods.set(subject, number);
        const name = `${subject}-${number}`;
        pods.push({ id: name, name, subject, before: number - 1, node: null, restarts: 0 });
      }
    }
    for (const pod of pods.filter(({ node }) => node === null)) schedule(pod);
    for (const check of listeners) check();
  }

  function change(what: string, act: () => void): Promise<void> {
    actions.push(what);
    act();
    reconcile();
    return Promise.resolve();
  }

  const subject = (name: string): Subject => ({
    name,
    namespace,
    component: 'api',
    app: 'notes-api',
    kind: subjects[name]!.kind,
    desiredReplicas: desired.get(name)!,
    rolledOut: pods.filter((pod) => pod.subject === name && isUp(pod)).length === desired.get(name),
  });
  const isUp = ({ node }: Pod) => node !== null && nodes.get(node)!.ready;
  const replicaOf = (pod: Pod): Replica => ({
    id: pod.id,
    name: pod.name,
    namespace,
    app: 'notes-api',
    node: pod.node,
    pendingReason: pod.node === null ? conflict : null,
    ready: isUp(pod),
    terminating: false,
    restarts: pod.restarts,
    fetch: (url, init) => {
      const isThere = pods.includes(pod) && pod.fetch !== undefined && nodes.get(pod.node!)!.ready;
      if (isThere) return pod.fetch!(url, init);
      return Promise.reject(clusterError('unreachable', `${pod.name} does not answer.`));
    },
  });
  const replicas = ({ name }: Workload) => pods.filter((pod) => pod.subject === name).map(replicaOf);
  const addUndo = (undo: Undo) => void undos.push(undo);
  const removeUndo = (matches: (undo: Undo) => boolean) => {
    for (const undo of undos.filter(matches)) undos.splice(undos.indexOf(undo), 1);
  };
  const remove = (replica: Replica) => {
    pods = pods.filter(({ id }) => id !== replica.id);
  };

  const cluster: FakeCluster = {
    actions,
    undos,
    name: 'fake',
    driver: 'local',
    version: '1',
    workloads: () => Object.keys(subjects).map(subject),
    subjects: () => Object.keys(subjects).map(subject),
    subject,
    nodes: () => [...nodes].map(([name, state]) => ({ name, ...state })),
    replicas,
    dataWorkload: (workload) => subject(workload.name),
    dataReplicas: replicas,
    claims: ({ name }) => {
      const bound = subjects[name]!.boundTo !== undefined;
      return bound
        ? [{ name, namespace, storageClass: null, bound, accessScope: 'one node', reclaimPolicy: 'delete' }]
        : [];
    },
    crash: ({ id, name }) =>
      change(`crash ${name}`, () => {
        const pod = pods.find((each) => each.id === id)!;
        pod.restarts += 1;
        pod.disk!.crash();
      }),
    oomKill: (replica) => cluster.crash(replica),
    delete: (replica) => change(`delete ${replica.name}`, () => remove(replica)),
    evict: (replica) => change(`evict ${replica.name}`, () => remove(replica)),
    rollout: (workload) => change(`rollout ${workload.name}`, () => replicas(workload).forEach(remove)),
    scale: ({ name, ...workload }, count) =>
      change(`scale ${name} ${count}`, () => {
        const before = desired.get(name)!;
        removeUndo((undo) => undo.undo === 'scale' && undo.workload.name === name && undo.replicas === count);
        if (!undos.some((undo) => undo.undo === 'scale' && undo.workload.name === name) && count !== 1)
          addUndo({ undo: 'scale', workload: { name, namespace: workload.namespace }, replicas: before, claims: [] });
        desired.set(name, count);
      }),
    deleteWorkload: ({ name }) => change(`deleteWorkload ${name}`, () => void desired.set(name, 0)),
    deleteClaims: ({ name }) => change(`deleteClaims ${name}`, () => undefined),
    recreate: ({ name }) => change(`create ${name}`, () => void desired.set(name, 1)),
    cordon: (node) =>
      change(`cordon ${node}`, () => {
        nodes.get(node)!.cordoned = true;
        addUndo({ undo: 'uncordon', node });
      }),
    uncordon: (node) =>
      change(`uncordon ${node}`, () => {
        nodes.get(node)!.cordoned = false;
        removeUndo((undo) => undo.undo === 'uncordon' && undo.node === node);
      }),
    setNodePower: (node, action) =>
      change(`power ${action} ${node}`, () => {
        nodes.get(node)!.ready = action === 'on';
        removeUndo((undo) => undo.undo === 'power-on' && undo.node === node);
        if (action === 'off') addUndo({ undo: 'power-on', node, command: null });
        for (const pod of pods.filter((each) => each.node === node)) pod.restarts += action === 'on' ? 1 : 0;
        setTimeout(() => {
          if (!nodes.get(node)!.ready) pods = pods.filter((pod) => pod.node !== node);
          reconcile();
        }, 50);
      }),
    beginRun: (by) => {
      if (open !== null) return Promise.reject(clusterError('busy', `${open.by} runs the lab on this cluster.`));
      open = { id: '1', startedAt: new Date().toISOString(), by, undos };
      return Promise.resolve(open);
    },
    findOpenRun: async () => open,
    async restore() {
      for (const undo of undos.toReversed()) {
        if (undo.undo === 'uncordon') await cluster.uncordon(undo.node);
        if (undo.undo === 'power-on') await cluster.setNodePower(undo.node, 'on');
        if (undo.undo === 'scale') await cluster.scale(subject(undo.workload.name), undo.replicas);
      }
      open = null;
      return [];
    },
    async waitUntil(what, condition, { timeout, signal }) {
      signal?.throwIfAborted();
      const ended = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          listeners.delete(check);
          settle();
        };
        const check = () => {
          const result = condition();
          if (result !== undefined && result !== false) end(() => resolve(result));
        };
        listeners.add(check);
        const late = clusterError('timeout', `${typeof what === 'string' ? what : what.en}: not within ${timeout} ms`);
        ended.addEventListener('abort', () => end(() => reject(signal?.aborted ? signal.reason : late)));
        check();
      });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    diagnose: async ({ name }) => [{ en: `${name} is not ready`, 'pt-BR': `${name} não está pronto` }],
    close: async () => undefined,
  };
  reconcile();
  return cluster;
}
