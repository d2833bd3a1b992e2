import { crc32 } from 'node:zlib';

/** Eight hexadecimal digits of CRC-32 and a space stand before the JSON of every line. */
const prefix = 9;
const newline = 10;

/** One journal line: `crc32 SPACE json NEWLINE`; the checksum covers the JSON's UTF-8 bytes. */
export function encodeLine(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** The value of a line (without its newline), or undefined when its checksum or its form is wrong. */
export function decodeLine(line: Buffer): unknown {
  if (line.length <= prefix || line[prefix - 1] !== 32) return undefined;
  const json = line.subarray(prefix);
  if (checksumOf(line) !== crc32(json)) return undefined;
  try {
    return JSON.parse(line.toString('utf8', prefix));
  } catch {
    return undefined;
  }
}

function checksumOf(line: Buffer): number {
  let value = 0;
  for (let i = 0; i < prefix - 1; i++) {
    const digit = digits[line[i]!]!;
    if (digit === 255) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** ASCII code -> value of the lower-case hexadecimal digit; 255: none. */
const digits = Uint8Array.from({ length: 256 }, (_, code) => {
  const at = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return at < 0 ? 255 : at;
});

/** Calls `each` for every line of `bytes` that ends in a newline; returns where the rest begins. */
export function eachLine(bytes: Buffer, each: (line: Buffer, start: number) => void): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    each(bytes.subarray(start, end), start);
    start = end + 1;
  }
  return start;
}
