import { formatDuration, type Text } from '@persistence-lab/language';
import type { Cluster } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';

export interface ChangeNotifier {
  notify(): void;
  /** Calls `listener` after every change; returns the function that ends this. */
  subscribe(listener: () => void): () => void;
  /**
   * Resolves with the first truthy result of `condition`, undefined when `timeout` milliseconds pass before; rejects
   * with the signal's reason when that comes first.
   */
  waitUntil<T>(condition: () => T | undefined | false, timeout: number, signal?: AbortSignal): Promise<T | undefined>;
  /** Rejects every wait. */
  close(): void;
}

/** Notifies waiters of cache changes. */
export function createChangeNotifier(): ChangeNotifier {
  const waiters = new Set<(closed?: ClusterError) => void>();
  const listeners = new Set<() => void>();
  return {
    notify() {
      for (const check of [...waiters, ...listeners]) check();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async waitUntil(condition, timeout, signal) {
      signal?.throwIfAborted();
      const now = condition();
      if (now !== undefined && now !== false) return now;
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          waiters.delete(check);
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const abort = () => end(() => reject(signal?.reason));
        const check = (closed?: ClusterError) => {
          if (closed) return end(() => reject(closed));
          try {
            const result = condition();
            if (result !== undefined && result !== false) end(() => resolve(result));
          } catch (error) {
            end(() => reject(error));
          }
        };
        const timer = setTimeout(() => end(() => resolve(undefined)), timeout);
        waiters.add(check);
        signal?.addEventListener('abort', abort);
      });
    },
    close() {
      const text = {
        en: 'The cluster was closed during a wait.',
        'pt-BR': 'O cluster foi fechado durante uma espera.',
      };
      for (const check of waiters) check(new ClusterError('timeout', text));
    },
  };
}

/** Waits for a change of the view; the error of a timeout includes the diagnosis of the workload. */
export function createWaitUntil(changes: ChangeNotifier, diagnose: Cluster['diagnose']): Cluster['waitUntil'] {
  return async (what, condition, { timeout, workload, signal }) => {
    const result = await changes.waitUntil(condition, timeout, signal);
    if (result !== undefined) return result;
    const reasons = workload ? await diagnose(workload) : [];
    const sentence = typeof what === 'string' ? { en: what, 'pt-BR': what } : what;
    const text: Text = {
      en: `${sentence.en}: not within ${formatDuration(timeout)}`,
      'pt-BR': `${sentence['pt-BR']}: não em ${formatDuration(timeout, 'pt-BR')}`,
    };
    throw new ClusterError('timeout', {
      en: [text.en, ...reasons.map(({ en }) => en)].join('\n  '),
      'pt-BR': [text['pt-BR'], ...reasons.map((reason) => reason['pt-BR'])].join('\n  '),
    });
  };
}
