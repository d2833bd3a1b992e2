import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';

// as a container sees its own control group, of version 2 and of version 1
const files = ['memory.max', 'memory/memory.limit_in_bytes'];

/**
 * Bytes of memory after which the kernel ends a process of this container; undefined when nothing but the machine's
 * own memory limits it. https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 */
export async function memoryLimit(folder = '/sys/fs/cgroup', machine = totalmem()): Promise<number | undefined> {
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8').catch(() => 'max')));
  const limit = Math.min(...texts.map((text) => (text.trim() === 'max' ? Infinity : Number(text))));
  return limit < machine ? limit : undefined;
}
