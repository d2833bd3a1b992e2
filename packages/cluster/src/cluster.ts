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
  readonly wanted: number;
  /** Every wanted replica runs the latest specification and is ready, and no other is left; a job has completed. */
  readonly settled: boolean;
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
  /** Why no node can take it at the moment, null when that is not its problem. */
  readonly blocked: string | null;
  readonly ready: boolean;
  /** It has been told to stop. */
  readonly ending: boolean;
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
}

export interface Wait {
  /** Milliseconds until the wait fails. */
  readonly timeout: number;
  /** Whose reasons for not being ready the failure should tell. */
  readonly of?: Workload;
}

/**
 * What the lab knows of a cluster and may do to it. Questions are answered at once from a view that the driver keeps
 * up to date; `until` waits for that view to change. All rejections are ClusterErrors.
 */
export interface Cluster {
  readonly name: string;
  workloads(): Workload[];
  subjects(): Subject[];
  /** @throws ClusterError `missing`, with the names of those that are there */
  subject(name: string): Subject;
  nodes(): ClusterNode[];
  replicas(workload: Workload): Replica[];
  /** The replicas that hold the subject's data: its own, or those of its database. */
  holders(subject: Subject): Replica[];

  /** Ends the replica's process without warning; the replica itself stays and restarts. */
  crash(replica: Replica): Promise<void>;
  delete(replica: Replica): Promise<void>;
  scale(workload: Workload, replicas: number): Promise<void>;
  cordon(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;

  /**
   * Resolves with the first result of `condition` that is neither undefined nor false; looks again after every change.
   * @throws ClusterError `timeout`, naming `what` and why
   */
  until<T>(what: string, condition: () => T | undefined | false, wait: Wait): Promise<T>;
  /** Why the workload is not settled, a sentence a reason; empty when nothing is wrong. */
  why(workload: Workload): Promise<string[]>;
  close(): Promise<void>;
}
