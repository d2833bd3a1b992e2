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
