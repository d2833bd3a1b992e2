import { StorageError, fileError } from '../../storage-error.ts';
import { type Change, prepareChange } from '../format/change.ts';

export interface QueuedChange {
  readonly change: Change;
  readonly line: ReturnType<typeof prepareChange>;
  readonly resolve: () => void;
  readonly reject: (error: StorageError) => void;
}

/** Collects the changes that arrive while a batch is committed into the next batch (group commit). */
export interface BatchQueue {
  /** Resolves once the change's batch is committed. */
  add(change: Change): Promise<void>;
  /** Commits the waiting changes and rejects later ones. */
  close(): Promise<void>;
}

/** Limits how many bytes one sync keeps waiting. */
const largestBatch = 8 << 20;

export function createBatchQueue(dir: string, commit: (batch: readonly QueuedChange[]) => Promise<void>): BatchQueue {
  let waiting: QueuedChange[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await commit(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const failure = fileError(`writing to ${dir}`, error);
        for (const { reject } of batch) reject(failure);
      }
    }
    running = undefined;
  }

  function takeBatch(): QueuedChange[] {
    let [count, bytes] = [0, 0];
    while (count < waiting.length && bytes < largestBatch) bytes += waiting[count++]!.line.value.length;
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  return {
    add(change) {
      if (closed) return Promise.reject(new StorageError('unavailable', `the journal in ${dir} is closed`));
      return new Promise((resolve, reject) => {
        waiting.push({ change, line: prepareChange(change), resolve, reject });
        running ??= run();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
