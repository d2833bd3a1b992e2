import { crc32 } from 'node:zlib';
import { digits } from './key.ts';

/** Eight hexadecimal digits of CRC-32 and a space stand before the JSON of every line. */
export const jsonStart = 9;
const newline = 10;

/** One journal line: `crc32 SPACE json NEWLINE`; the checksum covers the JSON's UTF-8 bytes. */
export function encodeLine(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** Whether a line (without its newline) is what was written. */
export function isWhole(line: Buffer): boolean {
  return line.length > jsonStart && line[jsonStart - 1] === 32 && checksumOf(line) === crc32(line.subarray(jsonStart));
}

/** The value of a whole line. */
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

/** Calls `each` for every line of `bytes` that ends in a newline; returns where the rest begins. */
export function eachLine(bytes: Buffer, each: (line: Buffer, start: number) => void): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    each(bytes.subarray(start, end), start);
    start = end + 1;
  }
  return start;
}
