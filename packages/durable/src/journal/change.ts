import { encodeLine } from './line.ts';

/** A JSON value that a key may have. */
export type Value = Readonly<Record<string, unknown>>;

/**
 * One change of one key. Without `value` the key was deleted.
 *
 * Of two changes of the same key the one of the higher `version` stands; of equal versions the
 * later `time`; of equal times the greater `writer`. Every process that has read both agrees,
 * in whatever order it read them.
 */
export interface Change {
  /** UUID, lower case */
  readonly key: string;
  /** 1 or more */
  readonly version: number;
  /** milliseconds since the epoch */
  readonly time: number;
  /** The random name of the process that made the change. */
  readonly writer: string;
  readonly value?: Value;
}

/** What a journal's line holds: the change, and how many bytes of its file had been synced before its batch was written. */
export interface ChangeLine extends Change {
  readonly synced: number;
}

/** The line of a change, for a batch that begins once `synced` bytes are on stable storage. */
export function encodeChange(json: string, synced: number): string {
  return encodeLine(`${json.slice(0, -1)},"synced":${synced}}`);
}

export function isChangeLine(value: unknown): value is ChangeLine {
  const line = value as Partial<ChangeLine> | null;
  return (
    typeof line === 'object' &&
    line !== null &&
    typeof line.key === 'string' &&
    typeof line.version === 'number' &&
    typeof line.time === 'number' &&
    typeof line.writer === 'string' &&
    typeof line.synced === 'number'
  );
}
