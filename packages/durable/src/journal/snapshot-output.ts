import { type FileHandle, writeAll } from '../file-system.ts';

/** Lines on their way to a file, in one buffer that is used again and again. */
export interface Output {
  /** Takes a line (without its newline) and returns the offset at which it will stand. */
  add(line: Buffer): number;
  flush(): Promise<void>;
}

export function createOutput(handle: FileHandle): Output {
  let buffer = Buffer.allocUnsafe(1 << 20);
  let held = 0;
  let written = 0;
  return {
    add(line) {
      const end = held + line.length + 1;
      if (end > buffer.length) buffer = Buffer.concat([buffer.subarray(0, held)], end * 2);
      line.copy(buffer, held);
      buffer.write('\n', end - 1);
      const offset = written + held;
      held = end;
      return offset;
    },
    async flush() {
      await writeAll(handle, buffer.subarray(0, held));
      written += held;
      held = 0;
    },
  };
}

/** Where lines went, as slot and new offset: 12 bytes a line. */
export interface MovedLines {
  readonly size: number;
  add(slot: number, offset: number): void;
  each(visit: (slot: number, offset: number) => void): void;
}

export function createMovedLines(): MovedLines {
  let slots = new Uint32Array(1024);
  let offsets = new Float64Array(1024);
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(slot, offset) {
      if (size === slots.length) {
        const [fewerSlots, fewerOffsets] = [slots, offsets];
        (slots = new Uint32Array(size * 2)).set(fewerSlots);
        (offsets = new Float64Array(size * 2)).set(fewerOffsets);
      }
      slots[size] = slot;
      offsets[size++] = offset;
    },
    each(visit) {
      for (let at = 0; at < size; at++) visit(slots[at]!, offsets[at]!);
    },
  };
}
