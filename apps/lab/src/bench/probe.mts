// Measures the volume under a folder and writes the figures as one line of JSON. It runs alone, also inside a pod: it imports
// nothing but Node, and is started as `node probe.mts '{"folder": …}'`.
import { randomFillSync, randomInt } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

interface Order {
  readonly folder: string;
  /** Of the file that is read and written; made smaller where space is short. */
  readonly bytes: number;
  /** Each of the five measurements ends after so many milliseconds. */
  readonly patience: number;
}

const block = 1024 ** 2;
const page = 4096;

const order = JSON.parse(process.argv.at(-1)!) as Order;
console.log(JSON.stringify(measure(order)));

function measure({ folder, bytes, patience }: Order) {
  const { bavail, bsize } = statfsSync(folder);
  const size = Math.floor(Math.min(bytes, (bavail * bsize) / 4) / block) * block;
  if (size < 16 * block) throw new Error(`${folder} has too little free space: four times 16 MiB are needed`);
  const fsync = measureFsync(join(folder, 'fsync'), patience);
  const path = join(folder, 'data');
  const { descriptor, buffer, direct } = openDirect(path);
  try {
    const sequentialWrite = measureBlocks(
      size,
      patience,
      (at) => writeSync(descriptor, buffer, 0, block, at),
      () => fsyncSync(descriptor),
    );
    // what was not written in time is a hole, which would be read at no cost
    const written = sequentialWrite.bytes;
    const sequentialRead = measureBlocks(written, patience, (at) => readSync(descriptor, buffer, 0, block, at));
    const spot = () => randomInt(written / page) * page;
    const randomWrite = measurePages(
      patience,
      () => writeSync(descriptor, buffer, 0, page, spot()),
      () => fsyncSync(descriptor),
    );
    const randomRead = measurePages(patience, () => readSync(descriptor, buffer, 0, page, spot()));
    return { bytes: written, direct, fsync, sequentialWrite, sequentialRead, randomWrite, randomRead };
  } finally {
    closeSync(descriptor);
    unlinkSync(path);
  }
}

/** As a log is written: a small piece more, and all of it on disk before the next. */
function measureFsync(path: string, patience: number) {
  const samples = 2_000;
  const piece = randomFillSync(Buffer.alloc(2_300));
  const descriptor = openSync(path, 'wx');
  try {
    const durations: number[] = [];
    for (const end = performance.now() + patience; durations.length < samples && performance.now() < end;) {
      writeSync(descriptor, piece);
      const began = performance.now();
      fdatasyncSync(descriptor);
      durations.push(performance.now() - began);
    }
    const sorted = durations.toSorted((a, b) => a - b);
    const quantile = (part: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]!;
    return { samples: sorted.length, p50: quantile(0.5), p99: quantile(0.99), max: sorted.at(-1)! };
  } finally {
    closeSync(descriptor);
    unlinkSync(path);
  }
}

/** Past the page cache where the file system lets us; else `direct` says why not. */
function openDirect(path: string): { descriptor: number; buffer: Buffer; direct: true | string } {
  const flags = constants.O_RDWR | constants.O_CREAT;
  // two pages more: nobody tells where a buffer begins, so the place that is aligned has to be found
  const memory = randomFillSync(Buffer.alloc(block + 2 * page));
  const cached = (why: string) => ({
    descriptor: openSync(path, flags),
    buffer: memory.subarray(0, block),
    direct: why,
  });
  if (constants.O_DIRECT === undefined) return cached('this system has no O_DIRECT');
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | constants.O_DIRECT);
  } catch (error) {
    return cached(`the file system refuses O_DIRECT (${(error as NodeJS.ErrnoException).code})`);
  }
  const buffer = alignedPart(memory, descriptor);
  if (buffer) return { descriptor, buffer, direct: true };
  closeSync(descriptor);
  return cached('no aligned buffer was found for O_DIRECT');
}

/** Memory comes aligned to 16 bytes; a write from a place that is not aligned to the disk's blocks is refused. */
function alignedPart(memory: Buffer, descriptor: number): Buffer | undefined {
  for (let start = 0; start <= page; start += 16) {
    const part = memory.subarray(start, start + block);
    try {
      writeSync(descriptor, part, 0, page, 0);
      return part;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
    }
  }
}

function measureBlocks(size: number, patience: number, transfer: (at: number) => number, finish = () => {}) {
  const began = performance.now();
  let bytes = 0;
  while (bytes < size && (bytes === 0 || performance.now() - began < patience)) {
    const moved = transfer(bytes);
    if (moved !== block) throw new Error(`only ${moved} of ${block} bytes were moved`);
    bytes += moved;
  }
  finish();
  return { bytes, bytesPerSecond: (bytes / (performance.now() - began)) * 1_000 };
}

function measurePages(patience: number, transfer: () => number, finish = () => {}) {
  const began = performance.now();
  let operations = 0;
  for (; operations === 0 || performance.now() - began < patience; operations++) transfer();
  finish();
  const seconds = (performance.now() - began) / 1_000;
  return { operationsPerSecond: operations / seconds, bytesPerSecond: (operations * page) / seconds };
}
