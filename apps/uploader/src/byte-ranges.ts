import { randomUUID } from 'node:crypto';
import type { ByteRange } from './range.ts';

interface ByteRangesOptions {
  readonly ranges: readonly ByteRange[];
  readonly size: number;
  readonly type: string;
  readonly read: (range: ByteRange) => AsyncIterable<Buffer>;
}

/** Several ranges as one body: multipart/byteranges (RFC 9110, 14.6). */
export function byteRanges({ ranges, size, type, read }: ByteRangesOptions) {
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
