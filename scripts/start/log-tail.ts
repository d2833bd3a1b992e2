import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** The last lines that were written to a log from `offset` on. */
export function lastLines(file: string, offset: number, count = 10): string {
  return readFrom(file, offset).trimEnd().split('\n').slice(-count).join('\n');
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Shows what is written to a log from now on, each line with its origin. Ends with the process. */
export function follow(file: string, name: string): void {
  let offset = sizeOf(file);
  const show = () => {
    const text = readFrom(file, offset);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    offset += Buffer.byteLength(whole);
    for (const line of whole.split('\n').slice(0, -1)) console.log(`${name.padEnd(15)}| ${line}`);
  };
  setInterval(show, 200).unref();
}

function readFrom(file: string, offset: number): string {
  const opened = openSync(file, 'a+');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(opened).size - offset));
    return bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, offset)).toString();
  } finally {
    closeSync(opened);
  }
}
