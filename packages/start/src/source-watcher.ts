import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { createBundleCheck } from './bundle-check.ts';

export interface SourceWatcher {
  /** Reports changes from now on, and first those since the watcher was opened. */
  listen(events: SourceEvents): void;
  close(): Promise<void>;
}

export interface SourceEvents {
  /** Programs whose code has changed, that of imported packages included. */
  onChange(programs: string[]): void;
  /** A program cannot be built: the messages of esbuild. */
  onError(messages: string): void;
}

/** Milliseconds: an editor writes a file in several steps. */
const quietTime = 30;

/**
 * Watches the source files of programs. `fs.watch` finds changes: the watch mode of esbuild polls, which takes up to 2 s.
 * @param programs the entry file of each, by name
 */
export async function openSourceWatcher(
  root: string,
  programs: Readonly<Record<string, string>>,
): Promise<SourceWatcher> {
  const names = Object.keys(programs);
  const checks = await Promise.all(Object.values(programs).map((entry) => createBundleCheck(root, entry)));
  let events: SourceEvents | undefined;
  let working = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function checkAll(): Promise<void> {
    const outcomes = await Promise.all(checks.map(({ check }) => check()));
    const changed = names.filter((_, index) => outcomes[index]!.changed);
    for (const messages of new Set(outcomes.flatMap(({ errors }) => errors ?? []))) events?.onError(messages);
    if (changed.length > 0) events?.onChange(changed);
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(checkAll);
    }, quietTime);
  }

  await checkAll();
  const folders = [...Object.values(programs).map((entry) => dirname(entry)), join(root, 'packages')];
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (events && file?.endsWith('.ts') && !file.includes('node_modules')) schedule();
    }),
  );
  return {
    listen(listener) {
      events = listener;
      schedule();
    },
    async close() {
      events = undefined;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await working;
      await Promise.all(checks.map(({ close }) => close()));
    },
  };
}
