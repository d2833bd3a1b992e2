import { crc32 } from 'node:zlib';
import type { FileHandle } from '../../file-system.ts';
import { digits } from './key.ts';

/** The JSON of every line comes after eight hexadecimal digits of CRC-32 and a space. */
export const jsonStart = 9;
const newline = 10;

/** One journal line: `crc32 SPACE json NEWLINE`; the checksum covers the JSON's UTF-8 bytes. */
export function encodeLine(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** Whether a line (without its newline) matches its checksum. */
export function isValidLine(line: Buffer): boolean {
  return line.length > jsonStart && line[jsonStart - 1] === 32 && checksumOf(line) === crc32(line.subarray(jsonStart));
}

/** The value of a valid line. */
export function parseLine(line: Buffer): unknown {
  return JSON.parse(line.toString('utf8', jsonStart));
}

function checksumOf(line: Buffer): number {
  let value = 0;
  for (let i = 0; i < jsonStart - 1; i++) {
    const digit = digits[line[i]!]!;
    if (digit === 255) return -1;
    value = value * 16 + digit;
  }
  return value;
}

const chunkSize = 1 << 20;

/**
 * Reads a range of a file, a mebibyte at a time, and calls `visit` for every line that ends in a
 * newline. A line is valid only during the call. `after` is awaited after each chunk.
 */
export async function scanLines(
  handle: FileHandle,
  start: number,
  end: number,
  visit: (line: Buffer, offset: number) => void,
  after: () => Promise<void> | void = () => undefined,
): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(chunkSize, end - start));
  let rest = 0;
  for (let position = start; position < end;) {
    if (rest === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(chunkSize)]);
    const length = Math.min(buffer.length - rest, end - position);
    const { bytesRead } = await handle.read(buffer, rest, length, position);
    if (bytesRead === 0) return;
    const bytes = buffer.subarray(0, rest + bytesRead);
    const used = forEachLine(bytes, (line, at) => visit(line, position - rest + at));
    await after();
    position += bytesRead;
    rest = bytes.length - used;
    bytes.copyWithin(0, used);
  }
}

/** Calls `visit` for every line of `bytes` that ends in a newline; returns where the rest begins. */
function forEachLine(bytes: Buffer, visit: (line: Buffer, start: number) => void): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    visit(bytes.subarray(start, end), start);
    start = end + 1;
  }
  return start;
}
