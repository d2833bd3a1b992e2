/** What happened to the notes that a subject had acknowledged. */
export const verdicts = ['survived', 'partly lost', 'lost', 'diverged', 'blocked', 'corrupt'] as const;

export type Verdict = (typeof verdicts)[number];

/** What one replica returned: how many notes are as acknowledged, and the ids of all others. */
export interface Reading {
  readonly replica: string;
  readonly node: string | null;
  /** How many of the notes expected at the checkpoint came back as they were acknowledged. */
  readonly kept: number;
  readonly missing: readonly string[];
  /** Came back in an earlier state, or although they were deleted. */
  readonly stale: readonly string[];
  /** Came back with content that was never sent. */
  readonly changed: readonly string[];
}
