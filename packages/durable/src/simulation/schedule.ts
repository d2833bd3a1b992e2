import { setImmediate } from 'node:timers/promises';
import type { Choose } from './seeded-random.ts';

/** Decides which of the calls that wait goes next, one at a time: the interleaving is the seed's. */
export interface Schedule {
  /** A process's place in it: waits for its turn, or for ever once the process is killed. */
  join(): Turns;
}

export interface Turns {
  wait(): Promise<void>;
  kill(): void;
  /** Resolves when it is killed. */
  readonly killed: Promise<void>;
}

export function createSchedule(choose: Choose): Schedule {
  let waiting: { readonly go: () => void; readonly isAlive: () => boolean }[] = [];
  let pumping = false;

  async function pump(): Promise<void> {
    pumping = true;
    for (;;) {
      // What the last call set off comes to rest first.
      await setImmediate();
      waiting = waiting.filter((call) => call.isAlive());
      if (waiting.length === 0) break;
      waiting.splice(choose(waiting.length), 1)[0]!.go();
    }
    pumping = false;
  }

  return {
    join() {
      let alive = true;
      const { promise: killed, resolve } = Promise.withResolvers<void>();
      return {
        killed,
        wait: () =>
          new Promise((go) => {
            waiting.push({ go, isAlive: () => alive });
            if (!pumping) void pump();
          }),
        kill() {
          alive = false;
          resolve();
        },
      };
    },
  };
}
