import type { FileHandle } from '../file-system.ts';
import { eachLine } from './line.ts';

const chunkSize = 1 << 20;

/**
 * Reads a stretch of a file, a mebibyte at a time, and calls `each` for every line that ends in a
 * newline. A line is valid only during the call. `after` is awaited between two reads.
 */
export async function scanLines(
  handle: FileHandle,
  start: number,
  end: number,
  each: (line: Buffer, offset: number) => void,
  after: () => Promise<void> | void = () => undefined,
): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(chunkSize, end - start));
  let rest = 0;
  for (let position = start; position < end;) {
    if (rest === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(chunkSize)]);
    const wanted = Math.min(buffer.length - rest, end - position);
    const { bytesRead } = await handle.read(buffer, rest, wanted, position);
    if (bytesRead === 0) return;
    const bytes = buffer.subarray(0, rest + bytesRead);
    const used = eachLine(bytes, (line, at) => each(line, position - rest + at));
    await after();
    position += bytesRead;
    rest = bytes.length - used;
    bytes.copyWithin(0, used);
  }
}
