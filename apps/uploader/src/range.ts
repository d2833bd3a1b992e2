/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const oneRange = /^(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))$/;

/**
 * What a Range header asks of a content (RFC 9110, 14). Undefined: all of it. That is also the answer
 * to several ranges and to units other than bytes, which a server may pass over; `invalid` when there
 * is no such byte, or when the header says nothing that can be understood.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'invalid' | undefined {
  const [unit, ranges] = header?.split('=', 2) ?? [];
  if (unit?.trim().toLowerCase() !== 'bytes' || ranges === undefined) return undefined;
  const each = ranges.split(',').map((range) => oneRange.exec(range.trim()));
  if (each.includes(null)) return 'invalid';
  if (each.length > 1) return undefined;
  const [, first, last, suffix] = each[0]!;
  if (suffix !== undefined) return suffixRange(Number(suffix), size);
  const start = Number(first);
  const end = last === undefined ? size - 1 : Number(last);
  if (start >= size || start > end) return 'invalid';
  return { start, end: Math.min(end, size - 1) };
}

/** The last so many bytes; of an empty content all, that is none, which no Content-Range can express. */
function suffixRange(length: number, size: number): ByteRange | 'invalid' | undefined {
  if (length === 0) return 'invalid';
  return size === 0 ? undefined : { start: Math.max(0, size - length), end: size - 1 };
}
