import { type Key, keyLength, keyOf, parseKey } from './key.ts';
import { encodeLine, jsonStart, parseLine } from './line.ts';

export type Value = Readonly<Record<string, unknown>>;

/**
 * One change of one key. A change without `value` deletes the key.
 *
 * The latest change of a key is the one with the highest `version`; of equal versions, with the
 * latest `time`; of equal times, with the greatest `writer`. So all processes agree, whatever the
 * order in which they read the changes.
 */
export interface Change {
  /** UUID, lower case */
  readonly key: string;
  /** 1 or more */
  readonly version: number;
  /** When the key was created, in milliseconds since the epoch. */
  readonly created: number;
  /** When this change was made, in milliseconds since the epoch. */
  readonly time: number;
  /** The random id of the process that made the change: 16 hexadecimal digits. */
  readonly writer: string;
  readonly value?: Value;
}

/** A change without its value, as the index needs it. */
export interface Head {
  readonly key: Key;
  version: number;
  created: number;
  time: number;
  writer: string;
  deleted: boolean;
  /** How many bytes of its file were on stable storage before its batch was written. */
  synced: number;
}

export function createHead(): Head {
  return { key: new Uint32Array(4), version: 0, created: 0, time: 0, writer: '', deleted: false, synced: 0 };
}

/**
 * The line of a change, except for the number that is known only when its batch begins. The order
 * of the fields is fixed: the head is read without parsing the value.
 */
export function prepareChange(change: Change): { json: string; value: string } {
  const { key, version, created, time, writer, value } = change;
  return {
    json: `{"key":"${key}","version":${version},"created":${created},"time":${time},"writer":"${writer}","synced":`,
    value: value === undefined ? '}' : `,"value":${JSON.stringify(value)}}`,
  };
}

/** The line, for a batch that begins once `synced` bytes of the file are on stable storage. */
export function encodeChange({ json, value }: { json: string; value: string }, synced: number): string {
  return encodeLine(`${json}${synced}${value}`);
}

/** The change in a valid line. */
export function parseChange(line: Buffer): Change {
  return parseLine(line) as Change;
}

/** The head of a change, for a line that this process wrote itself. */
export function headOf(change: Change): Head {
  const { key, version, created, time, writer, value } = change;
  return { key: keyOf(key), version, created, time, writer, deleted: value === undefined, synced: 0 };
}

const keyAt = jsonStart + '{"key":"'.length;
const versionAt = keyAt + keyLength + '","version":'.length;
const writerLength = 16;
const skip = {
  created: ',"created":'.length,
  time: ',"time":'.length,
  writer: ',"writer":"'.length,
  synced: '","synced":'.length,
};
const [closingBrace, comma] = [125, 44];

/** Reads the head of a valid line; false: it is not a change. JSON.parse would slow down a start, which reads up to a million lines. */
export function parseHead(line: Buffer, head: Head): boolean {
  if (line.length < versionAt || line.toString('latin1', jsonStart, keyAt) !== '{"key":"') return false;
  parseKey(line, keyAt, head.key);
  number.at = versionAt;
  head.version = readNumber(line, 0);
  head.created = readNumber(line, skip.created);
  head.time = readNumber(line, skip.time);
  number.at += skip.writer;
  head.writer = line.toString('latin1', number.at, number.at + writerLength);
  number.at += writerLength;
  head.synced = readNumber(line, skip.synced);
  head.deleted = line[number.at] === closingBrace;
  return head.deleted || line[number.at] === comma;
}

/** The position after the last number that was read. */
const number = { at: 0 };

function readNumber(line: Buffer, skipped: number): number {
  let at = number.at + skipped;
  let value = 0;
  for (let digit = line[at]! - 48; digit >= 0 && digit <= 9; digit = line[++at]! - 48) value = value * 10 + digit;
  number.at = at;
  return value;
}
