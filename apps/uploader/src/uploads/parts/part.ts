import type { LeaseFile } from '../lease/lease-file.ts';

/** A file with the bytes that one process wrote. Only the bytes before the start of the next part count. */
export interface Part {
  readonly start: number;
  readonly id: string;
  /** Id of the part that contains the bytes before `start`, or `noPart`. */
  readonly previous: string;
}

export const noPart = 'none';

const partPattern = /^part-(\d{1,16})-([0-9a-f]{12})-([0-9a-f]{12}|none)$/;

export const partName = ({ start, id, previous }: Part): string => `part-${start}-${id}-${previous}`;

export function parsePart(name: string): Part | undefined {
  const [matched, start, id, previous] = partPattern.exec(name) ?? [];
  return matched === undefined ? undefined : { start: Number(start), id: id!, previous: previous! };
}

/** A part and how many of its bytes belong to the content. */
export type ContentPart = Part & { readonly length: number };

/** The parts with the bytes before the offset, in order. Undefined when they do not lead back to byte 0. */
export function contentParts({ offset, part: last }: LeaseFile, parts: readonly Part[]): ContentPart[] | undefined {
  const content: ContentPart[] = [];
  let end = offset;
  for (let id = last; id !== noPart;) {
    const part = parts.find((each) => each.id === id);
    // A part that repeats would make an endless loop.
    if (!part || part.start > end || content.some((each) => each.id === id)) return undefined;
    content.unshift({ ...part, length: end - part.start });
    end = part.start;
    id = part.previous;
  }
  return end === 0 ? content : undefined;
}
