import { setTimeout } from 'node:timers/promises';
import { describeExit, type Container } from '../containers/container.ts';
import { watchReadiness } from './readiness.ts';

export interface PodRuntimeOptions {
  start(): Promise<Container>;
  onReadyChange(ready: boolean): void;
  /** Called when the container has ended by itself, before its restart; `how`: how it ended. */
  onRestart(how: string): Promise<void>;
  /** The pause before a restart; ends early with the signal. */
  pause?(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

/** Runs the container of a pod, and restarts it when it ends. */
export interface PodRuntime {
  container(): Container | undefined;
  /** Resolves when the container has ended. */
  stop(grace: number): Promise<void>;
  kill(): Promise<void>;
}

/** Milliseconds before the second restart in a row, doubled each time. Kubernetes begins with 10 s. */
const firstBackOff = 100;
const longestBackOff = 5_000;
/** After so many milliseconds without a crash the next restart has no pause. */
const crashesResetAfter = 10_000;

type End = (container: Container) => Promise<unknown>;
const killed: End = (container) => container.kill();

const abortablePause = (milliseconds: number, signal: AbortSignal) =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);

/** Starts the container at once. */
export function createPodRuntime({
  start,
  onReadyChange,
  onRestart,
  pause = abortablePause,
}: PodRuntimeOptions): PodRuntime {
  const stopping = new AbortController();
  let container: Container | undefined;
  let end: End = killed;

  /** Runs one container to its end; returns how it ended. */
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
