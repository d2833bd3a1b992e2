import type { Cluster, Replica, Run, Subject, Undo, Workload } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import type { KindName } from '@persistence-lab/experiment';
import { createNotesService, type Disk } from '@persistence-lab/experiment/test-support';

export interface FakeSubject {
  readonly kind: KindName;
  /** What the notes of a new pod are on: on this node, and with so many pods before it. */
  readonly disk: (node: string, before: number) => Disk;
  /** The node that its claim is bound to. */
  readonly boundTo?: string;
  /** More pods than this find no place. */
  readonly most?: number;
}

export interface FakeCluster extends Cluster {
  /** What was actions of it, a word and a name each. */
  readonly actions: string[];
  /** What it has to undo. */
  readonly undos: Undo[];
}

interface Pod {
  readonly id: string;
  /** How many pods the subject had before. */
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

/** A cluster in memory, whose controllers act at once; a node's pods are replaced a moment after its power was cut. */
export function createFakeCluster(subjects: Record<string, FakeSubject>): FakeCluster {
  const nodes = new Map(['a', 'b', 'c'].map((name) => [name, { ready: true, cordoned: false }]));
  const wanted = new Map(Object.keys(subjects).map((name) => [name, 1]));
  const made = new Map(Object.keys(subjects).map((name) => [name, 0]));
  const actions: string[] = [];
  const undos: Undo[] = [];
  const looks = new Set<() => void>();
  let pods: Pod[] = [];
  let open: Run | null = null;

  const isOpen = (name: string) => nodes.get(name)!.ready && !nodes.get(name)!.cordoned;

  function place(pod: Pod): void {
    const { disk, boundTo, most = Infinity } = subjects[pod.subject]!;
    if (pods.filter(({ subject, node }) => subject === pod.subject && node !== null).length >= most) return;
    const node = [...nodes.keys()].filter((name) => boundTo === undefined || name === boundTo).find(isOpen);
    if (node === undefined) return;
    pod.node = node;
    pod.disk = disk(node, pod.before);
    pod.fetch = createNotesService(pod.disk, { name: pod.name });
  }

  function reconcile(): void {
    for (const [subject, count] of wanted) {
      const own = pods.filter((pod) => pod.subject === subject);
      for (const extra of own.slice(count)) pods = pods.filter((pod) => pod !== extra);
      for (let missing = count - own.length; missing > 0; missing -= 1) {
        const number = made.get(subject)! + 1;
        made.set(subject, number);
        const name = `${subject}-${number}`;
        pods.push({ id: name, name, subject, before: number - 1, node: null, restarts: 0 });
      }
    }
    for (const pod of pods.filter(({ node }) => node === null)) place(pod);
    for (const look of looks) look();
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
    desiredReplicas: wanted.get(name)!,
    rolledOut: pods.filter((pod) => pod.subject === name && isUp(pod)).length === wanted.get(name),
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
      return Promise.reject(new ClusterError('unreachable', `${pod.name} does not answer.`));
    },
  });
  const replicas = ({ name }: Workload) => pods.filter((pod) => pod.subject === name).map(replicaOf);
  const remember = (undo: Undo) => void undos.push(undo);
  const forget = (isIt: (undo: Undo) => boolean) => {
    for (const undo of undos.filter(isIt)) undos.splice(undos.indexOf(undo), 1);
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
        const before = wanted.get(name)!;
        forget((undo) => undo.undo === 'scale' && undo.workload.name === name && undo.replicas === count);
        if (!undos.some((undo) => undo.undo === 'scale' && undo.workload.name === name) && count !== 1)
          remember({ undo: 'scale', workload: { name, namespace: workload.namespace }, replicas: before, claims: [] });
        wanted.set(name, count);
      }),
    deleteWorkload: ({ name }) => change(`deleteWorkload ${name}`, () => void wanted.set(name, 0)),
    deleteClaims: ({ name }) => change(`deleteClaims ${name}`, () => undefined),
    recreate: ({ name }) => change(`create ${name}`, () => void wanted.set(name, 1)),
    cordon: (node) =>
      change(`cordon ${node}`, () => {
        nodes.get(node)!.cordoned = true;
        remember({ undo: 'uncordon', node });
      }),
    uncordon: (node) =>
      change(`uncordon ${node}`, () => {
        nodes.get(node)!.cordoned = false;
        forget((undo) => undo.undo === 'uncordon' && undo.node === node);
      }),
    setNodePower: (node, action) =>
      change(`power ${action} ${node}`, () => {
        nodes.get(node)!.ready = action === 'on';
        forget((undo) => undo.undo === 'power-on' && undo.node === node);
        if (action === 'off') remember({ undo: 'power-on', node, command: null });
        for (const pod of pods.filter((each) => each.node === node)) pod.restarts += action === 'on' ? 1 : 0;
        setTimeout(() => {
          if (!nodes.get(node)!.ready) pods = pods.filter((pod) => pod.node !== node);
          reconcile();
        }, 50);
      }),
    beginRun: (by) => {
      if (open !== null) return Promise.reject(new ClusterError('busy', `${open.by} runs the lab on this cluster.`));
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
          looks.delete(look);
          settle();
        };
        const look = () => {
          const result = condition();
          if (result !== undefined && result !== false) end(() => resolve(result));
        };
        looks.add(look);
        const late = new ClusterError('timeout', `${what}: not within ${timeout} ms`);
        ended.addEventListener('abort', () => end(() => reject(signal?.aborted ? signal.reason : late)));
        look();
      });
    },
    onChange: (listener) => {
      looks.add(listener);
      return () => void looks.delete(listener);
    },
    diagnose: async ({ name }) => [`${name} is not ready`],
    close: async () => undefined,
  };
  reconcile();
  return cluster;
}
