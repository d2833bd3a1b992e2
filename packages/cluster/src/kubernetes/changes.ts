import { ClusterError } from '../cluster-error.ts';

export interface Changes {
  /** Something in the view is different now. */
  announce(): void;
  /** Resolves with the first truthy result of `condition`, undefined when `timeout` milliseconds pass before. */
  until<T>(condition: () => T | undefined | false, timeout: number): Promise<T | undefined>;
  /** Ends every wait with an error. */
  close(): void;
}

/** The bell between those who watch the cluster and those who wait for a condition. */
export function createChanges(): Changes {
  const waiting = new Set<(closed?: ClusterError) => void>();
  return {
    announce() {
      for (const look of waiting) look();
    },
    until(condition, timeout) {
      const now = condition();
      if (now !== undefined && now !== false) return Promise.resolve(now);
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          waiting.delete(look);
          clearTimeout(timer);
          settle();
        };
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
      });
    },
    close() {
      for (const look of waiting) look(new ClusterError('timeout', 'The cluster was closed while waiting.'));
    },
  };
}
