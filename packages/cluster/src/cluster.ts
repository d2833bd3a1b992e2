/** Something that runs in the cluster for the lab: a subject, a database that subjects share, or a one-shot job. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly component: 'api' | 'database' | 'job';
  /** What it is made of: notes-api, uploader, postgres, redis, … */
  readonly app: string;
  /** The kind of storage that it stands on, null where that means nothing. */
  readonly kind: string | null;
  /** How many replicas it should have. */
  readonly desiredReplicas: number;
  /** Every wanted replica runs the latest specification and is ready, and no other is left; a job has completed. */
  readonly rolledOut: boolean;
}

/** A service deployed on one kind of storage. */
export interface Subject extends Workload {
  readonly component: 'api';
  readonly kind: string;
}

/** One running copy of a workload. It is a snapshot, except for `fetch`. */
export interface Replica {
  /** Never used twice, also not by a replacement of the same name. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly app: string;
  /** Where it runs, null as long as no node has been found. */
  readonly node: string | null;
  /** What keeps it from starting at the moment: no node can take it, or its node has no image for it; null: neither. */
  readonly pendingReason: string | null;
  readonly ready: boolean;
  /** It has been told to stop. */
  readonly terminating: boolean;
  readonly restarts: number;
  /**
   * `fetch` to this very replica, nothing else in between: takes a path or a URL, of which path and query count.
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
  /** The cluster itself runs there: who switches it off ends all. */
  readonly controlPlane?: boolean;
}

export interface Wait {
  /** Milliseconds until the wait fails. */
  readonly timeout: number;
  /** Whose reasons for not being ready the failure should tell. */
  readonly workload?: Workload;
  /** Ends the wait early, rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A claim to a volume, of one workload. */
export interface Claim {
  readonly name: string;
  readonly namespace: string;
  /** null: the cluster's default, or none at all. */
  readonly storageClass: string | null;
  /** A volume has been found for it. */
  readonly bound: boolean;
  readonly accessScope: 'one node' | 'follows' | 'everywhere' | null;
  /** What becomes of the volume when the claim is deleted. */
  readonly reclaimPolicy: 'delete' | 'retain' | null;
}

/** How nodes are switched: resolves when the switch has been thrown, not when the node has noticed. */
export type NodePowerSwitch = (node: string, action: 'off' | 'on') => Promise<void>;

/**
 * What puts back something that the lab has changed. Plain data: it is written down before the change is made, and
 * may be read by another process. Putting back what is as it was does nothing.
 */
export type Undo =
  | { readonly undo: 'uncordon'; readonly node: string }
  /** `command` is for a later `restore`, which was given none: a line for the shell with {action} and {node}. */
  | { readonly undo: 'power-on'; readonly node: string; readonly command: string | null }
  /** `claims`: the names of those that it had; what a StatefulSet has made beyond them for more replicas goes again. */
  | {
      readonly undo: 'scale';
      readonly workload: WorkloadName;
      readonly replicas: number;
      readonly claims: readonly string[];
    }
  /** Make the workload and its claims again where they are missing. `saved` is the driver's own. */
  | { readonly undo: 'create'; readonly workload: WorkloadName; readonly saved: unknown };

export type WorkloadName = Pick<Workload, 'name' | 'namespace'>;

/** A run of the lab on a cluster: while it is open no other can begin, and what it has to undo is kept in the cluster. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
  /** Who began it: user, host and process. */
  readonly by: string;
  readonly undos: readonly Undo[];
}

/**
 * What the lab knows of a cluster and may do to it. Questions are answered at once from a view that the driver keeps
 * up to date; `until` waits for that view to change. All rejections are ClusterErrors.
 *
 * Actions that leave something to undo (`scale`, `cordon`, `power`, `deleteWorkload`, `deleteClaims`) write it into the
 * run that this process has begun before they act, and strike it out once their opposite has been done. Where no run
 * was begun nothing is written.
 */
export interface Cluster {
  readonly name: string;
  readonly driver: 'kubernetes' | 'local';
  /** Of Kubernetes, or of the simulation. */
  readonly version: string;
  workloads(): Workload[];
  subjects(): Subject[];
  /** @throws ClusterError `missing`, with the names of those that are there */
  subject(name: string): Subject;
  nodes(): ClusterNode[];
  replicas(workload: Workload): Replica[];
  /** The workload that holds the subject's data: itself, or its database. */
  dataWorkload(subject: Subject): Workload;
  /** The replicas that hold the subject's data: its own, or those of its database. */
  dataReplicas(subject: Subject): Replica[];
  claims(workload: Workload): Claim[];

  /** Ends the replica's process without warning; the replica itself stays and restarts. */
  crash(replica: Replica): Promise<void>;
  /**
   * Makes the replica's process use memory until the kernel ends it, and resolves when that has happened: it has
   * restarted once more, or, of a database with a process for each session, all sessions were ended at once.
   * @throws ClusterError `refused` when nothing limits the replica's memory
   */
  oomKill(replica: Replica): Promise<void>;
  /** `force`: without a grace period, and without waiting for its node to say that it has ended. */
  delete(replica: Replica, options?: { force?: boolean }): Promise<void>;
  /**
   * Asks for the replica to be moved away, as a drain does. A disruption budget may delay it: resolves when it is granted.
   * @throws ClusterError `timeout`, with the budget's reason, when it is not granted within two minutes
   */
  evict(replica: Replica): Promise<void>;
  /** Replaces every replica, as a new version of the workload would. */
  rollout(workload: Workload): Promise<void>;
  /**
   * Back to as many replicas as there were, the claims that a StatefulSet has made for more of them are deleted: Kubernetes
   * would keep them (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention).
   */
  scale(workload: Workload, replicas: number): Promise<void>;
  /** Deletes the workload; its claims stay. Resolves when its replicas are gone, too. */
  deleteWorkload(workload: Workload): Promise<void>;
  /** Deletes the workload's claims, and the replicas that hold them. Resolves when both are gone. */
  deleteClaims(workload: Workload): Promise<void>;
  /** Makes again what `deleteWorkload` and `deleteClaims` took away. A retained volume is given back to its claim. */
  recreate(workload: WorkloadName): Promise<void>;
  cordon(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;
  /** @throws ClusterError `refused` when there is nobody to switch nodes */
  setNodePower(node: string, action: 'off' | 'on'): Promise<void>;

  /**
   * Begins a run; `restore` ends it.
   * @throws ClusterError `busy`, saying whose run it is, when one is open or was never put back
   */
  beginRun(by: string): Promise<Run>;
  /** The run that is open in the cluster, of whatever process; null: none. */
  findOpenRun(): Promise<Run | null>;
  /**
   * Undoes what the open run left, newest first, as far as it can, and closes it when nothing is left. Gives what
   * could not be undone, a sentence each; these stay in the run.
   * @throws ClusterError `busy` when the run is another process's that is still at work on this host
   */
  restore(progress?: (undo: Undo) => void): Promise<string[]>;

  /**
   * Resolves with the first result of `condition` that is neither undefined nor false; looks again after every change.
   * @throws ClusterError `timeout`, naming `what` and why
   */
  waitUntil<T>(what: string, condition: () => T | undefined | false, wait: Wait): Promise<T>;
  /** Calls `listener` after every change of the view, until the function that it gives is called. */
  onChange(listener: () => void): () => void;
  /** Why the workload is not settled, a sentence a reason; empty when nothing is wrong. */
  diagnose(workload: Workload): Promise<string[]>;
  close(): Promise<void>;
}
