import { setImmediate } from 'node:timers/promises';
import type { Choose } from './seeded-random.ts';

/** Runs the waiting calls one at a time, in the order that the seed decides. */
export interface Schedule {
  join(): Participant;
}

/** A simulated process in the schedule. */
export interface Participant {
  /** Never resolves once the process is killed. */
  waitForTurn(): Promise<void>;
  kill(): void;
  /** Resolves when the process is killed. */
  readonly killed: Promise<void>;
}

export function createSchedule(choose: Choose): Schedule {
  let waiting: { readonly go: () => void; readonly isAlive: () => boolean }[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    for (;;) {
      // Everything that the last call caused runs first.
      await setImmediate();
      waiting = waiting.filter((call) => call.isAlive());
      if (waiting.length === 0) break;
      waiting.splice(choose(waiting.length), 1)[0]!.go();
    }
    isRunning = false;
  }

  return {
    join() {
      let alive = true;
      const { promise: killed, resolve } = Promise.withResolvers<void>();
      return {
        killed,
        waitForTurn: () =>
          new Promise((go) => {
            waiting.push({ go, isAlive: () => alive });
            if (!isRunning) void run();
          }),
        kill() {
          alive = false;
          resolve();
        },
      };
    },
  };
}
