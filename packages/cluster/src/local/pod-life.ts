import { setTimeout } from 'node:timers/promises';
import { describeExit, type Container } from './container.ts';
import { watchReadiness } from './readiness.ts';

export interface PodLifeOptions {
  start(): Promise<Container>;
  readyChanged(ready: boolean): void;
  /** The container has ended without being told to, and will be started again; `how` says how it ended. */
  restarting(how: string): Promise<void>;
  /** Waits so many milliseconds before a restart; ends early with the signal. */
  pause?(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

/** A pod on its node: its container runs, and runs again when it ends. */
export interface PodLife {
  /** The container that runs now. */
  container(): Container | undefined;
  /** Resolves when nothing of it runs any more. */
  stop(grace: number): Promise<void>;
  kill(): Promise<void>;
}

/** Milliseconds before the second restart in a row; then twice as long each time. Kubernetes begins with 10 s. */
const firstBackOff = 100;
const longestBackOff = 5_000;
/** A container that ran for so many milliseconds has its earlier crashes forgiven. */
const forgivenAfter = 10_000;

type End = (container: Container) => Promise<unknown>;
const killed: End = (container) => container.kill();

const inTime = (milliseconds: number, signal: AbortSignal) =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);

/** Begins to live at once. */
export function createPodLife({ start, readyChanged, restarting, pause = inTime }: PodLifeOptions): PodLife {
  const stopping = new AbortController();
  let container: Container | undefined;
  let end: End = killed;

  /** One container, from its start to its end; gives how it ended. */
  async function once(): Promise<string> {
    container = await start();
    if (stopping.signal.aborted) void end(container);
    const over = new AbortController();
    const { url, exited } = container;
    const watching = url === null ? readyChanged(true) : watchReadiness(url, over.signal, readyChanged);
    const exit = await exited;
    over.abort();
    container = undefined;
    await watching;
    return describeExit(exit);
  }

  async function live(): Promise<void> {
    let crashes = 0;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      const how = await once().catch((error: Error) => error.message);
      if (stopping.signal.aborted) return;
      await restarting(how);
      crashes = performance.now() - since > forgivenAfter ? 0 : crashes + 1;
      const backOff = crashes < 2 ? 0 : Math.min(firstBackOff * 2 ** (crashes - 2), longestBackOff);
      await pause(backOff, stopping.signal);
    }
  }

  const gone = live();
  function finish(how: End): Promise<void> {
    end = how;
    stopping.abort();
    if (container) void end(container);
    return gone;
  }
  return {
    container: () => container,
    stop: (grace) => finish((each) => each.stop(grace)),
    kill: () => finish(killed),
  };
}
