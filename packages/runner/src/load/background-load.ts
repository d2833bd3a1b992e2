import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Replica } from '@persistence-lab/cluster';
import type { Answer, Timeline } from '@persistence-lab/experiment';
import type { Writer } from './writer.ts';

export interface BackgroundLoadOptions {
  readonly writer: Writer;
  /** Who serves at the moment. */
  readonly serving: () => readonly Replica[];
  readonly timeline: Timeline;
  /** Milliseconds between two writes. */
  readonly interval: number;
  readonly signal: AbortSignal;
}

/** Writing that goes on while things happen. */
export interface BackgroundLoad {
  /** Every attempt, as it ended. */
  readonly answers: readonly Answer[];
  /** Resolves with the next acknowledgement; false when there was none within `timeout` milliseconds. */
  nextAcknowledgement(timeout: number): Promise<boolean>;
  /** Resolves when the last attempt has ended. */
  stop(): Promise<void>;
}

/** Writes at a steady rate through the replicas that serve, in turn, as clients of a Service would. */
export function startBackgroundLoad({
  writer,
  serving,
  timeline,
  interval,
  signal,
}: BackgroundLoadOptions): BackgroundLoad {
  const answers: Answer[] = [];
  const good = new EventTarget();
  const stopped = new AbortController();

  async function attempt(turn: number): Promise<void> {
    const replicas = serving();
    const replica = replicas[turn % replicas.length];
    const ok = replica !== undefined && (await writer.write(replica, signal));
    if (answers.at(-1)?.ok !== ok) timeline.add(ok ? 'answers' : 'silent', replica?.name ?? 'nobody serves');
    answers.push({ at: timeline.now(), ok });
    if (ok) good.dispatchEvent(new Event('good'));
  }

  async function goOn(): Promise<void> {
    for (let turn = 0; !stopped.signal.aborted && !signal.aborted; turn += 1) {
      const next = timeline.now() + interval;
      await attempt(turn);
      const rest = Math.max(0, next - timeline.now());
      await pause(rest, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const over = goOn();
  over.catch(() => undefined); // told by stop
  return {
    answers,
    nextAcknowledgement: (timeout) =>
      once(good, 'good', { signal: AbortSignal.any([signal, stopped.signal, AbortSignal.timeout(timeout)]) }).then(
        () => true,
        () => false,
      ),
    async stop() {
      stopped.abort();
      await over;
    },
  };
}
