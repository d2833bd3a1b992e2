/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const oneRange = /^(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))$/;
const maxRanges = 20;

/**
 * What a Range header asks of a content (RFC 9110, 14). Undefined: all of it. That is also the answer to
 * units other than bytes and to what would cost more than all of it (14.2 allows it: many ranges, or
 * overlapping ones); `invalid` when there is no such byte, or the header can't be understood.
 */
export function parseRanges(header: string | undefined, size: number): ByteRange[] | 'invalid' | undefined {
  const [unit, ranges] = header?.split('=', 2) ?? [];
  if (unit?.trim().toLowerCase() !== 'bytes' || ranges === undefined) return undefined;
  const each = ranges.split(',').map((range) => oneRange.exec(range.trim()));
  if (each.includes(null)) return 'invalid';
  // The end of an empty content is all, that is none, which no Content-Range can express.
  if (size === 0 && each.every((range) => Number(range![3]) > 0)) return undefined;
  const satisfiable = each.flatMap((range) => rangeOf(range!, size) ?? []);
  if (satisfiable.length === 0) return 'invalid';
  if (satisfiable.length === 1) return satisfiable;
  const bytes = satisfiable.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return satisfiable.length > maxRanges || bytes > size ? undefined : satisfiable;
}

function rangeOf([, first, last, suffix]: RegExpExecArray, size: number): ByteRange | undefined {
  const start = suffix === undefined ? Number(first) : Math.max(0, size - Number(suffix));
  const end = last === undefined ? size - 1 : Number(last);
  return start >= size || start > end ? undefined : { start, end: Math.min(end, size - 1) };
}
