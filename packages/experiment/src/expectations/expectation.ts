import type { Text } from '@persistence-lab/language';
import type { KindName } from '../kinds/kind.ts';
import type { Verdict } from '../verdicts/verdict.ts';

/** What an expectation depends on besides kind and event. */
export interface ClusterFacts {
  /** How many nodes accept new pods. */
  readonly nodes: number;
  /** How many replicas a scale-out requests. */
  readonly replicas: number;
  /**
   * Whether the volume of the kind's claim can be mounted on one node only (local-path), can follow its pod
   * (network block storage), or can be mounted everywhere; null for a kind without a claim, or when it is unknown.
   */
  readonly accessScope: (kind: KindName) => 'one node' | 'follows' | 'everywhere' | null;
  /** What happens to the volume of a deleted claim; null for a kind without a claim, or when it is unknown. */
  readonly reclaimPolicy: (kind: KindName) => 'delete' | 'retain' | null;
}

/** What the documentation promises for a kind under an event. */
export interface Expectation {
  /** Null: the documentation promises nothing, so the lab measures without an assertion. */
  readonly verdict: Verdict | null;
  /** After the undo; null when nothing is undone, or nothing is promised. */
  readonly afterUndo: Verdict | null;
  /** The page with the promise; null when there is none. */
  readonly source: string | null;
  /** The reason, in one or two sentences. */
  readonly because: Text;
}
