import { randomBytes } from 'node:crypto';

/**
 * Where an upload stands. It is the name of one empty file in the upload's folder, and changes only by
 * `rename`, which the file system (or the server behind it) does for one process and refuses to any other:
 * so whoever moves the mark had it, and nobody else moved it meanwhile.
 */
export interface Mark {
  /** So many bytes are on disk, in the parts that lead to `part`. */
  readonly offset: number;
  /** The part that holds the last of them; `none` at the beginning. */
  readonly part: string;
  /** Who is adding bytes now; `idle` when nobody is. */
  readonly holder: string;
  /** Changes while the holder lives. */
  readonly beat: number;
}

/** What one process wrote, one file. Of its bytes those count that lie before the start of the next part. */
export interface Part {
  readonly start: number;
  readonly id: string;
  /** The part that holds what comes before `start`; `none` at the beginning. */
  readonly previous: string;
}

export const none = 'none';
export const idle = 'idle';

const markPattern = /^at-(\d{1,16})-([0-9a-f]{12}|none)-([0-9a-f]{12}|idle)-(\d{1,9})$/;
const partPattern = /^part-(\d{1,16})-([0-9a-f]{12})-([0-9a-f]{12}|none)$/;

export const newName = (): string => randomBytes(6).toString('hex');

export const markName = ({ offset, part, holder, beat }: Mark): string => `at-${offset}-${part}-${holder}-${beat}`;

export const partName = ({ start, id, previous }: Part): string => `part-${start}-${id}-${previous}`;

export function parseMark(name: string): Mark | undefined {
  const [matched, offset, part, holder, beat] = markPattern.exec(name) ?? [];
  if (matched === undefined) return undefined;
  return { offset: Number(offset), part: part!, holder: holder!, beat: Number(beat) };
}

export function parsePart(name: string): Part | undefined {
  const [matched, start, id, previous] = partPattern.exec(name) ?? [];
  return matched === undefined ? undefined : { start: Number(start), id: id!, previous: previous! };
}

/** A part and how many of its bytes count. */
export type Link = Part & { readonly length: number };

/** The parts that hold the bytes before the mark, in order; undefined when they do not lead to the beginning. */
export function chainTo({ offset, part: last }: Mark, parts: readonly Part[]): Link[] | undefined {
  const chain: Link[] = [];
  let end = offset;
  for (let id = last; id !== none;) {
    const part = parts.find((each) => each.id === id);
    // Each step leads further back, so it ends.
    if (!part || part.start > end || chain.some((link) => link.id === id)) return undefined;
    chain.unshift({ ...part, length: end - part.start });
    end = part.start;
    id = part.previous;
  }
  return end === 0 ? chain : undefined;
}
