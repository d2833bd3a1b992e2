// Measures the volume under a folder and prints the figures as one line of JSON. It also runs inside a pod, as a single file:
// it imports only Node's modules. Usage: `node probe.mts '{"folder": …}'`.
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

interface Options {
  readonly folder: string;
  /** The size of the file that is read and written; smaller if free space is short. */
  readonly bytes: number;
  /** Milliseconds of each of the five measurements, at most. */
  readonly runtime: number;
  /** The language of the reasons and errors. */
  readonly language: 'en' | 'pt-BR';
}

const block = 1024 ** 2;
const page = 4096;

const options = JSON.parse(process.argv.at(-1)!) as Options;
const localized = (texts: Readonly<Record<Options['language'], string>>) => texts[options.language];
console.log(JSON.stringify(measure(options)));

function measure({ folder, bytes, runtime }: Options) {
  const { bavail, bsize } = statfsSync(folder);
  const size = Math.floor(Math.min(bytes, (bavail * bsize) / 4) / block) * block;
  if (size < 16 * block) {
    const full = {
      en: `${folder} has too little free space: four times 16 MiB are needed`,
      'pt-BR': `${folder} tem pouco espaço livre: são necessários quatro vezes 16 MiB`,
    };
    throw new Error(localized(full));
  }
  const fsync = measureFsync(join(folder, 'fsync'), runtime);
  const path = join(folder, 'data');
  const { descriptor, buffer, direct } = openDirect(path);
  try {
    const sequentialWrite = measureBlocks(
      size,
      runtime,
      (at) => writeSync(descriptor, buffer, 0, block, at),
      () => fsyncSync(descriptor),
    );
    // beyond the written bytes the file has a hole, which reads without disk access
    const written = sequentialWrite.bytes;
    const sequentialRead = measureBlocks(written, runtime, (at) => readSync(descriptor, buffer, 0, block, at));
    const spot = () => randomInt(written / page) * page;
    const randomWrite = measurePages(
      runtime,
      () => writeSync(descriptor, buffer, 0, page, spot()),
      () => fsyncSync(descriptor),
    );
    const randomRead = measurePages(runtime, () => readSync(descriptor, buffer, 0, page, spot()));
    return { bytes: written, direct, fsync, sequentialWrite, sequentialRead, randomWrite, randomRead };
  } finally {
    closeSync(descriptor);
    unlinkSync(path);
  }
}

/** Like a write-ahead log: appends a small record and syncs before the next one. */
function measureFsync(path: string, runtime: number) {
  const samples = 2_000;
  const record = randomFillSync(Buffer.alloc(2_300));
  const descriptor = openSync(path, 'wx');
  try {
    const durations: number[] = [];
    for (const end = performance.now() + runtime; durations.length < samples && performance.now() < end;) {
      writeSync(descriptor, record);
      const start = performance.now();
      fdatasyncSync(descriptor);
      durations.push(performance.now() - start);
    }
    const sorted = durations.toSorted((a, b) => a - b);
    const quantile = (part: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]!;
    return { samples: sorted.length, p50: quantile(0.5), p99: quantile(0.99), max: sorted.at(-1)! };
  } finally {
    closeSync(descriptor);
    unlinkSync(path);
  }
}

/** Opens a file without the page cache if the file system supports it; otherwise `direct` is the reason. */
function openDirect(path: string): { descriptor: number; buffer: Buffer; direct: true | string } {
  const flags = constants.O_RDWR | constants.O_CREAT;
  // two pages more, because the alignment of a buffer is unknown: an aligned part has to be found by trial
  const memory = randomFillSync(Buffer.alloc(block + 2 * page));
  const cached = (reason: string) => ({
    descriptor: openSync(path, flags),
    buffer: memory.subarray(0, block),
    direct: reason,
  });
  if (constants.O_DIRECT === undefined)
    return cached(localized({ en: 'this system has no O_DIRECT', 'pt-BR': 'este sistema não tem O_DIRECT' }));
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | constants.O_DIRECT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const refused = {
      en: `the file system refuses O_DIRECT (${code})`,
      'pt-BR': `o sistema de arquivos recusa O_DIRECT (${code})`,
    };
    return cached(localized(refused));
  }
  const buffer = alignedPart(memory, descriptor);
  if (buffer) return { descriptor, buffer, direct: true };
  closeSync(descriptor);
  const unaligned = {
    en: 'no aligned buffer was found for O_DIRECT',
    'pt-BR': 'nenhum buffer alinhado foi encontrado para O_DIRECT',
  };
  return cached(localized(unaligned));
}

/** Buffers are aligned to 16 bytes; the kernel refuses a direct write from memory that is not aligned to disk blocks. */
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

function measureBlocks(size: number, runtime: number, transfer: (at: number) => number, finish = () => {}) {
  const start = performance.now();
  let bytes = 0;
  while (bytes < size && (bytes === 0 || performance.now() - start < runtime)) {
    const moved = transfer(bytes);
    if (moved !== block)
      throw new Error(
        localized({
          en: `only ${moved} of ${block} bytes were transferred`,
          'pt-BR': `só ${moved} de ${block} bytes foram transferidos`,
        }),
      );
    bytes += moved;
  }
  finish();
  return { bytes, bytesPerSecond: (bytes / (performance.now() - start)) * 1_000 };
}

function measurePages(runtime: number, transfer: () => number, finish = () => {}) {
  const start = performance.now();
  let operations = 0;
  for (; operations === 0 || performance.now() - start < runtime; operations++) transfer();
  finish();
  const seconds = (performance.now() - start) / 1_000;
  return { operationsPerSecond: operations / seconds, bytesPerSecond: (operations * page) / seconds };
}
