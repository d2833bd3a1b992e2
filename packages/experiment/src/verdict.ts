/** What became of the notes that a subject had acknowledged. */
export const verdicts = ['survived', 'partly lost', 'lost', 'diverged', 'blocked', 'corrupt'] as const;

export type Verdict = (typeof verdicts)[number];

/** What one replica gave back of what was acknowledged; ids of the notes that are not as they should be. */
export interface Reading {
  readonly replica: string;
  readonly node: string | null;
  /** How many came back as they were acknowledged. */
  readonly kept: number;
  readonly missing: readonly string[];
  /** Came back as an earlier acknowledged change had left them. */
  readonly stale: readonly string[];
  /** Came back as nobody had ever sent them. */
  readonly changed: readonly string[];
}
