import type { LimitFunction } from 'p-limit';
import type { Cluster } from '@persistence-lab/cluster';
import type { Cell, ClusterFacts, EventName, KindName } from '@persistence-lab/experiment';
import type { Language } from '@persistence-lab/language';
import type { Writer } from './load/writer.ts';
import type { NotesSubject } from './schedule/choose-cells.ts';
import type { Placement } from './schedule/placement.ts';

export interface RunOptions {
  /** Acknowledged notes at the start of each cell. */
  readonly notes: number;
  /** Replicas for scale-out. */
  readonly replicas: number;
  /** Milliseconds after which a subject that does not serve counts as blocked. */
  readonly deadline: number;
}

/** Intervals and waits that users cannot set, in milliseconds. */
export interface Timings {
  /** Between two writes during an event: the resolution of a downtime. */
  readonly betweenWrites: number;
  /** How long a scheduling failure must persist before the subject counts as blocked. */
  readonly confirmation: number;
  /** How long to wait for the first acknowledgement of a ready subject. */
  readonly firstAnswer: number;
}

export const defaultTimings: Timings = { betweenWrites: 250, confirmation: 5_000, firstAnswer: 5_000 };

export type Phase = 'moves' | 'writes' | 'event' | 'waits' | 'reads' | 'undo';

/** What a run reports while it is in progress. Texts are in the language of the run. */
export type Progress =
  | { readonly step: 'phase'; readonly subject: string; readonly event: EventName; readonly phase: Phase }
  | { readonly step: 'cell'; readonly cell: Cell }
  | { readonly step: 'remark'; readonly text: string };

/** What all cells of a run share. */
export interface RunContext {
  readonly cluster: Cluster;
  readonly options: RunOptions;
  readonly timings: Timings;
  readonly language: Language;
  readonly placement: Placement;
  /** The node for new claims, so that a node event affects all of them together; null: no node accepts pods. */
  readonly targetNode: string | null;
  /** Limits how many subjects are filled at a time: more would compete for the processor and lengthen their downtimes. */
  readonly limitFills: LimitFunction;
  /** Separate from the fills, so that no reading waits until all other subjects are filled. */
  readonly limitReads: LimitFunction;
  /** Why nodes cannot be switched off and on; null: they can, as far as is known. */
  nodePowerProblem: string | null;
  /** Stops the run. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** One subject on its way through the events of a run. */
export interface SubjectRun {
  readonly subject: NotesSubject;
  readonly kind: KindName;
  /** Facts from before the run. */
  readonly facts: ClusterFacts;
  readonly writer: Writer;
  /** Why all further events are skipped; null: they are not. */
  skipReason: string | null;
}
