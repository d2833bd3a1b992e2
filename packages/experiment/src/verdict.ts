/** What became of the notes that a subject had acknowledged. */
export const verdicts = ['survived', 'partly lost', 'lost', 'diverged', 'blocked', 'corrupt'] as const;

export type Verdict = (typeof verdicts)[number];

/** What one replica gave back of what was acknowledged; ids of the notes that are not as they should be. */
export interface Reading {
  readonly replica: string;
  readonly node: string | null;
  /** How many of the notes that were owed before the event came back as they were acknowledged. */
  readonly kept: number;
  readonly missing: readonly string[];
  /** Came back as an earlier change had left them, or although they were deleted. */
  readonly stale: readonly string[];
  /** Came back as nobody had ever sent them. */
  readonly changed: readonly string[];
}
