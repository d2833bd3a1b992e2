import { memoryLimit } from './memory-limit.ts';
import { problem } from './problem.ts';

const chunk = 8 * 1024 * 1024;

/** Memory that nothing gives back, outside V8's heap, whose own limit would end the process in another way. */
export function createMemoryFault(limit: () => Promise<number | undefined> = memoryLimit, allocate = writtenTo) {
  const taken: Buffer[] = [];

  function take(bytes: number): void {
    for (let left = bytes; left > 0; left -= chunk) taken.push(allocate(Math.min(chunk, left)));
  }

  return {
    take,
    /** Takes memory until the kernel ends this process. @throws ProblemError 409 when it would end others before */
    async exhaust(): Promise<never> {
      if ((await limit()) !== undefined) for (;;) take(chunk);
      throw problem(
        409,
        'no-memory-limit',
        'Nothing limits the memory of this process',
        "It would take all of the machine's memory from others: run it in a container with a memory limit, or say how much it may take: ?bytes=N.",
      );
    },
  };
}

// memory that was only asked for takes no space
const writtenTo = (bytes: number) => Buffer.alloc(bytes, 1);
