import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Replica } from '@persistence-lab/cluster';
import type { Answer, Timeline } from '@persistence-lab/experiment';
import type { Language, Text } from '@persistence-lab/language';
import type { Writer } from './writer.ts';

export interface BackgroundLoadOptions {
  readonly writer: Writer;
  /** The replicas that serve at the moment. */
  readonly serving: () => readonly Replica[];
  readonly timeline: Timeline;
  /** Milliseconds between two writes. */
  readonly interval: number;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Writes that continue during an event. */
export interface BackgroundLoad {
  /** The result of every write. */
  readonly answers: readonly Answer[];
  /** Resolves with true at the next acknowledgement; with false when there was none within `timeout` milliseconds. */
  nextAcknowledgement(timeout: number): Promise<boolean>;
  /** Resolves when the last write has ended. */
  stop(): Promise<void>;
}

const noReplicaServes: Text = { en: 'no replica serves', 'pt-BR': 'nenhuma réplica atende' };

/** Writes at a constant rate through the serving replicas in turn, as clients of a Service do. */
export function startBackgroundLoad(options: BackgroundLoadOptions): BackgroundLoad {
  const { writer, serving, timeline, interval, language, signal } = options;
  const answers: Answer[] = [];
  const acknowledgements = new EventTarget();
  const stopped = new AbortController();

  async function write(turn: number): Promise<void> {
    const replicas = serving();
    const replica = replicas[turn % replicas.length];
    const ok = replica !== undefined && (await writer.write(replica, signal));
    if (answers.at(-1)?.ok !== ok) timeline.add(ok ? 'answers' : 'silent', replica?.name ?? noReplicaServes[language]);
    answers.push({ at: timeline.now(), ok });
    if (ok) acknowledgements.dispatchEvent(new Event('acknowledged'));
  }

  async function writeUntilStopped(): Promise<void> {
    for (let turn = 0; !stopped.signal.aborted && !signal.aborted; turn += 1) {
      const next = timeline.now() + interval;
      await write(turn);
      const rest = Math.max(0, next - timeline.now());
      await pause(rest, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const ended = writeUntilStopped();
  ended.catch(() => undefined); // `stop` rejects with it
  return {
    answers,
    nextAcknowledgement: (timeout) =>
      once(acknowledgements, 'acknowledged', {
        signal: AbortSignal.any([signal, stopped.signal, AbortSignal.timeout(timeout)]),
      }).then(
        () => true,
        () => false,
      ),
    async stop() {
      stopped.abort();
      await ended;
    },
  };
}
