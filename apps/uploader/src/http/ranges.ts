import { randomUUID } from 'node:crypto';

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const rangePattern = /^(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))$/;
const maxRanges = 20;

/**
 * Parses a Range header (RFC 9110, 14). Returns undefined when the whole content is to be sent: without a
 * header, for units other than bytes, and for requests that would cost more than the whole content (many or
 * overlapping ranges, see 14.2). Returns `invalid` for a malformed header and when no range is satisfiable.
 */
export function parseRanges(header: string | undefined, size: number): ByteRange[] | 'invalid' | undefined {
  const [unit, list] = header?.split('=', 2) ?? [];
  if (unit?.trim().toLowerCase() !== 'bytes' || list === undefined) return undefined;
  const matches = list.split(',').map((range) => rangePattern.exec(range.trim()));
  if (matches.includes(null)) return 'invalid';
  // A suffix of an empty content is the whole content; no Content-Range can express it.
  if (size === 0 && matches.every((match) => Number(match![3]) > 0)) return undefined;
  const satisfiable = matches.flatMap((match) => toRange(match!, size) ?? []);
  if (satisfiable.length === 0) return 'invalid';
  if (satisfiable.length === 1) return satisfiable;
  const bytes = satisfiable.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return satisfiable.length > maxRanges || bytes > size ? undefined : satisfiable;
}

function toRange([, first, last, suffix]: RegExpExecArray, size: number): ByteRange | undefined {
  const start = suffix === undefined ? Number(first) : Math.max(0, size - Number(suffix));
  const end = last === undefined ? size - 1 : Number(last);
  return start >= size || start > end ? undefined : { start, end: Math.min(end, size - 1) };
}

interface MultipartOptions {
  readonly ranges: readonly ByteRange[];
  readonly size: number;
  readonly type: string;
  readonly read: (range: ByteRange) => AsyncIterable<Buffer>;
}

/** Several ranges as one multipart/byteranges body (RFC 9110, 14.6). */
export function multipartRanges({ ranges, size, type, read }: MultipartOptions) {
  const boundary = randomUUID();
  const parts = ranges.map((range) => ({
    range,
    head: `\r\n--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: bytes ${range.start}-${range.end}/${size}\r\n\r\n`,
  }));
  const tail = `\r\n--${boundary}--\r\n`;
  const length = parts.reduce((sum, { head, range }) => sum + head.length + range.end - range.start + 1, tail.length);

  async function* stream(): AsyncGenerator<Buffer> {
    for (const { head, range } of parts) {
      yield Buffer.from(head);
      yield* read(range);
    }
    yield Buffer.from(tail);
  }

  return {
    headers: { 'Content-Length': String(length), 'Content-Type': `multipart/byteranges; boundary=${boundary}` },
    stream,
  };
}
