import { ClusterError } from './cluster-error.ts';

export interface ChangeNotifier {
  /** Something in the view is different now. */
  notify(): void;
  /** Calls `listener` after every change, until the function that it gives is called. */
  subscribe(listener: () => void): () => void;
  /**
   * Resolves with the first truthy result of `condition`, undefined when `timeout` milliseconds pass before; rejects
   * with the signal's reason when that comes first.
   */
  waitUntil<T>(condition: () => T | undefined | false, timeout: number, signal?: AbortSignal): Promise<T | undefined>;
  /** Ends every wait with an error. */
  close(): void;
}

/** The bell between those who watch the cluster and those who wait for a condition. */
export function createChangeNotifier(): ChangeNotifier {
  const waiting = new Set<(closed?: ClusterError) => void>();
  const listeners = new Set<() => void>();
  return {
    notify() {
      for (const look of [...waiting, ...listeners]) look();
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
          waiting.delete(look);
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const abort = () => end(() => reject(signal?.reason));
        const look = (closed?: ClusterError) => {
          if (closed) return end(() => reject(closed));
          try {
            const result = condition();
            if (result !== undefined && result !== false) end(() => resolve(result));
          } catch (error) {
            end(() => reject(error));
          }
        };
        const timer = setTimeout(() => end(() => resolve(undefined)), timeout);
        waiting.add(look);
        signal?.addEventListener('abort', abort);
      });
    },
    close() {
      for (const look of waiting) look(new ClusterError('timeout', 'The cluster was closed while waiting.'));
    },
  };
}
