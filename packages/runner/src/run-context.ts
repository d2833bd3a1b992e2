import type { Cluster } from '@persistence-lab/cluster';
import type { Cell, ClusterFacts, EventName, KindName } from '@persistence-lab/experiment';
import type { NotesSubject } from './schedule/choose-cells.ts';
import type { Placement } from './schedule/placement.ts';
import type { Writer } from './load/writer.ts';

export interface RunOptions {
  /** Acknowledged notes that a ledger holds before an event. */
  readonly notes: number;
  /** How many replicas a scale-out asks for. */
  readonly replicas: number;
  /** Milliseconds until a subject that does not serve counts as blocked. */
  readonly deadline: number;
}

/** Milliseconds that the run takes for itself. */
export interface Timings {
  /** Between two writes while things happen: also how exactly a downtime is known. */
  readonly betweenWrites: number;
  /** What cannot be cured for so long is taken as such: schedulers and controllers need a moment. */
  readonly confirmation: number;
  /** Until a subject that is ready must have acknowledged a note again. */
  readonly firstAnswer: number;
}

export const defaultTimings: Timings = { betweenWrites: 250, confirmation: 5_000, firstAnswer: 5_000 };

export type Phase = 'gathers' | 'writes' | 'event' | 'waits' | 'reads' | 'undo';

/** What a run tells of itself while it goes on. */
export type Progress =
  | { readonly step: 'phase'; readonly subject: string; readonly event: EventName; readonly phase: Phase }
  | { readonly step: 'cell'; readonly cell: Cell }
  | { readonly step: 'remark'; readonly text: string };

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** What all cells of a run share. */
export interface RunContext {
  readonly cluster: Cluster;
  readonly options: RunOptions;
  readonly timings: Timings;
  readonly placement: Placement;
  /** Where new claims go, so that node events find all of them together; null: there is no such node. */
  readonly targetNode: string | null;
  /** Let a few at a time do what costs processor time: more would only make each other's downtimes look longer. */
  readonly limitFills: InTurn;
  /** Apart from the filling: a subject that could go on must not wait until all others have written their notes. */
  readonly limitReads: InTurn;
  /** Why nobody can switch nodes; null: somebody can, as far as is known. */
  nodePowerProblem: string | null;
  /** Ends everything: the user has had enough. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** One subject on its way through the events. */
export interface SubjectRun {
  readonly subject: NotesSubject;
  readonly kind: KindName;
  /** Of the cluster as it was before the run. */
  readonly facts: ClusterFacts;
  readonly writer: Writer;
  /** Why it is not tried any more; null: it is. */
  skipReason: string | null;
}
