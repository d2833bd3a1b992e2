import { type FileHandle, writeAll } from '../../file-system.ts';

/** Collects lines in a reusable buffer and writes them to a file. */
export interface LineOutput {
  /** Adds a line (without its newline) and returns its offset in the file. */
  add(line: Buffer): number;
  flush(): Promise<void>;
}

export function createLineOutput(handle: FileHandle): LineOutput {
  let buffer = Buffer.allocUnsafe(1 << 20);
  let buffered = 0;
  let written = 0;
  return {
    add(line) {
      const end = buffered + line.length + 1;
      if (end > buffer.length) buffer = Buffer.concat([buffer.subarray(0, buffered)], end * 2);
      line.copy(buffer, buffered);
      buffer.write('\n', end - 1);
      const offset = written + buffered;
      buffered = end;
      return offset;
    },
    async flush() {
      await writeAll(handle, buffer.subarray(0, buffered));
      written += buffered;
      buffered = 0;
    },
  };
}
