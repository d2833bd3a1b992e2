import type { EventName } from './event.ts';
import type { KindName } from './kind.ts';
import type { Verdict } from './verdict.ts';

/** What a verdict depends on besides kind and event. */
export interface ClusterFacts {
  /** How many nodes take new pods. */
  readonly nodes: number;
  /** How many replicas a scale-out asks for. */
  readonly replicas: number;
  /**
   * Whether the volume of the kind's claim can be mounted on one node only (local-path), can follow its pod
   * (network block storage), or can be mounted everywhere; null for a kind without a claim, or when nobody can tell.
   */
  readonly accessScope: (kind: KindName) => 'one node' | 'follows' | 'everywhere' | null;
  /** What happens to the volume of a deleted claim. */
  readonly reclaimPolicy: (kind: KindName) => 'delete' | 'retain' | null;
}

/** What the documentation says of a kind under an event. */
export interface Expectation {
  /** Null: it does not say, so the lab measures and asserts nothing. */
  readonly verdict: Verdict | null;
  /** After the event was undone; null where nothing is undone, or nobody says. */
  readonly afterUndo: Verdict | null;
  /** The page that says so; null when none does. */
  readonly source: string | null;
  /** One sentence: why. */
  readonly because: string;
}

/** Null: the event cannot happen to this kind (no claim to delete). */
export type Expect = (kind: KindName, event: EventName, facts: ClusterFacts) => Expectation | null;
