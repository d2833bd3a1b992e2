import { setTimeout } from 'node:timers/promises';
import { describeExit, type Container } from '../containers/container.ts';
import { watchReadiness } from './readiness.ts';

export interface PodRuntimeOptions {
  start(): Promise<Container>;
  onReadyChange(ready: boolean): void;
  /** The container has ended without being told to, and will be started again; `how` says how it ended. */
  onRestart(how: string): Promise<void>;
  /** Waits so many milliseconds before a restart; ends early with the signal. */
  pause?(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

/** A pod on its node: its container runs, and runs again when it ends. */
export interface PodRuntime {
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
const crashesResetAfter = 10_000;

type End = (container: Container) => Promise<unknown>;
const killed: End = (container) => container.kill();

const abortablePause = (milliseconds: number, signal: AbortSignal) =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);

/** Begins to live at once. */
export function createPodRuntime({
  start,
  onReadyChange,
  onRestart,
  pause = abortablePause,
}: PodRuntimeOptions): PodRuntime {
  const stopping = new AbortController();
  let container: Container | undefined;
  let end: End = killed;

  /** One container, from its start to its end; gives how it ended. */
  async function runOnce(): Promise<string> {
    container = await start();
    if (stopping.signal.aborted) void end(container);
    const over = new AbortController();
    const { url, exited } = container;
    const watching = url === null ? onReadyChange(true) : watchReadiness(url, over.signal, onReadyChange);
    const exit = await exited;
    over.abort();
    container = undefined;
    await watching;
    return describeExit(exit);
  }

  async function runLoop(): Promise<void> {
    let crashes = 0;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      const how = await runOnce().catch((error: Error) => error.message);
      if (stopping.signal.aborted) return;
      await onRestart(how);
      crashes = performance.now() - since > crashesResetAfter ? 0 : crashes + 1;
      const backOff = crashes < 2 ? 0 : Math.min(firstBackOff * 2 ** (crashes - 2), longestBackOff);
      await pause(backOff, stopping.signal);
    }
  }

  const gone = runLoop();
  function stopWith(how: End): Promise<void> {
    end = how;
    stopping.abort();
    if (container) void end(container);
    return gone;
  }
  return {
    container: () => container,
    stop: (grace) => stopWith((each) => each.stop(grace)),
    kill: () => stopWith(killed),
  };
}
