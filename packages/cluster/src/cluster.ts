import type { Text } from '@persistence-lab/language';

/** A workload of the lab: a subject, a database of subjects, or a job. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly component: 'api' | 'database' | 'job';
  /** notes-api, uploader, postgres, redis, … */
  readonly app: string;
  /** The kind of storage; null where there is none. */
  readonly kind: string | null;
  readonly desiredReplicas: number;
  /** Every desired replica has the latest specification and is ready, and no other is left; a job has completed. */
  readonly rolledOut: boolean;
}

/** A service deployed on one kind of storage. */
export interface Subject extends Workload {
  readonly component: 'api';
  readonly kind: string;
}

/** One pod of a workload. A snapshot, except for `fetch`. */
export interface Replica {
  /** Unique: a replacement of the same name has another. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly app: string;
  /** null: not scheduled yet. */
  readonly node: string | null;
  /** Why it cannot start: no node fits, in the words of the scheduler, or its node has no image for it; null: neither. */
  readonly pendingReason: string | null;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly restarts: number;
  /**
   * `fetch` to this replica and no other. Takes a path or a URL, of which path and query count.
   * Bodies stream in both directions.
   * @throws ClusterError `unreachable` when the answer did not come from the replica itself
   */
  readonly fetch: typeof fetch;
}

export interface ClusterNode {
  readonly name: string;
  readonly ready: boolean;
  /** Takes no new replicas. */
  readonly cordoned: boolean;
  /** The control plane runs there: without its power the whole cluster is down. */
  readonly controlPlane?: boolean;
}

export interface Wait {
  /** In milliseconds. */
  readonly timeout: number;
  /** The error of a timeout includes the diagnosis of this workload. */
  readonly workload?: Workload;
  /** Ends the wait early, rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A PersistentVolumeClaim of one workload. */
export interface Claim {
  readonly name: string;
  readonly namespace: string;
  /** null: the cluster's default, or none at all. */
  readonly storageClass: string | null;
  readonly bound: boolean;
  readonly accessScope: 'one node' | 'follows' | 'everywhere' | null;
  /** What happens to the volume when the claim is deleted. */
  readonly reclaimPolicy: 'delete' | 'retain' | null;
}

/** Switches a node off or on. Resolves when it is switched, which the cluster notices later. */
export type NodePowerSwitch = (node: string, action: 'off' | 'on') => Promise<void>;

/**
 * How to undo a change of the lab. Plain data, stored before the change is made, so that another process can undo it.
 * To undo what is undone already changes nothing.
 */
export type Undo =
  | { readonly undo: 'uncordon'; readonly node: string }
  /** `command`: for a later `restore` without a switch of its own: a shell command with {action} and {node}. */
  | { readonly undo: 'power-on'; readonly node: string; readonly command: string | null }
  /** `claims`: the names of the claims before; those that a StatefulSet adds for more replicas are deleted again. */
  | {
      readonly undo: 'scale';
      readonly workload: WorkloadName;
      readonly replicas: number;
      readonly claims: readonly string[];
    }
  /** Recreates the workload and its claims where they are missing. `saved`: data of the driver. */
  | { readonly undo: 'create'; readonly workload: WorkloadName; readonly saved: unknown };

export type WorkloadName = Pick<Workload, 'name' | 'namespace'>;

/** A run of the lab. While it is open no other can begin; what it has to undo is stored in the cluster. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
  /** User, host and process that have begun it. */
  readonly by: string;
  readonly undos: readonly Undo[];
}

/**
 * What the lab knows of a cluster and may do to it. Questions are answered at once from a view that the driver keeps
 * up to date; `until` waits for that view to change. All rejections are ClusterErrors.
 *
 * Actions that leave something to undo (`scale`, `cordon`, `power`, `deleteWorkload`, `deleteClaims`) write it into the
 * run that this process has begun before they act, and remove it once the opposite has been done. Without an open run
 * nothing is written.
 */
export interface Cluster {
  readonly name: string;
  readonly driver: 'kubernetes' | 'local';
  /** Of Kubernetes, or of the simulation. */
  readonly version: string;
  workloads(): Workload[];
  subjects(): Subject[];
  /** @throws ClusterError `missing`, with the names of the existing subjects */
  subject(name: string): Subject;
  nodes(): ClusterNode[];
  replicas(workload: Workload): Replica[];
  /** The workload that stores the subject's data: itself, or its database. */
  dataWorkload(subject: Subject): Workload;
  /** The replicas of the subject's data workload. */
  dataReplicas(subject: Subject): Replica[];
  claims(workload: Workload): Claim[];

  /** Ends the replica's process without shutdown; the pod stays and its container restarts. */
  crash(replica: Replica): Promise<void>;
  /**
   * Makes the replica's process allocate memory until the kernel kills it. Resolves when it has restarted or, for a
   * database with a process for each session, when all sessions have ended.
   * @throws ClusterError `refused` when the replica has no memory limit
   */
  oomKill(replica: Replica): Promise<void>;
  /** `force`: without a grace period, and without a confirmation by the node. */
  delete(replica: Replica, options?: { force?: boolean }): Promise<void>;
  /**
   * Evicts the replica, as a drain does. A disruption budget may delay that.
   * @throws ClusterError `timeout`, with the budget's reason, after two minutes
   */
  evict(replica: Replica): Promise<void>;
  /** Replaces every replica, as a new version of the workload would. */
  rollout(workload: Workload): Promise<void>;
  /**
   * Back at the original number of replicas, the claims that a StatefulSet has made for more are deleted: Kubernetes would
   * keep them (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention).
   */
  scale(workload: Workload, replicas: number): Promise<void>;
  /** Deletes the workload, not its claims. Resolves when its replicas are gone, too. */
  deleteWorkload(workload: Workload): Promise<void>;
  /** Deletes the workload's claims, and the replicas that use them. Resolves when both are gone. */
  deleteClaims(workload: Workload): Promise<void>;
  /** Recreates what `deleteWorkload` and `deleteClaims` have deleted. A retained volume is bound to its claim again. */
  recreate(workload: WorkloadName): Promise<void>;
  cordon(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;
  /** @throws ClusterError `refused` when node power is not configured */
  setNodePower(node: string, action: 'off' | 'on'): Promise<void>;

  /**
   * Begins a run; `restore` ends it.
   * @throws ClusterError `busy`, with the owner, while one is open or was never restored
   */
  beginRun(by: string): Promise<Run>;
  /** The open run of any process; null: none. */
  findOpenRun(): Promise<Run | null>;
  /**
   * Undoes what the open run has left, newest first, and closes it when nothing is left. Returns why undos have failed,
   * a sentence each; these stay in the run.
   * @throws ClusterError `busy` while the run's process is alive on this host
   */
  restore(progress?: (undo: Undo) => void): Promise<Text[]>;

  /**
   * Resolves with the first result of `condition` that is neither undefined nor false; checks it after every change.
   * @throws ClusterError `timeout`, with `what` and the diagnosis
   */
  waitUntil<T>(what: Text | string, condition: () => T | undefined | false, wait: Wait): Promise<T>;
  /** Calls `listener` after every change of the cache; returns the function that ends this. */
  onChange(listener: () => void): () => void;
  /** Why the workload is not rolled out, a sentence a reason; empty when nothing is wrong. */
  diagnose(workload: Workload): Promise<Text[]>;
  close(): Promise<void>;
}
