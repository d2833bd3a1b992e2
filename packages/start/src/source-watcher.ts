import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
    watchFolders(folder, (file) => {
      if (events && file.endsWith('.ts')) schedule();
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

/**
 * Reports changed file names below a folder. One watcher a folder: the recursive mode of `fs.watch` on Linux watches each
 * file, and loses it when an editor or `git checkout` replaces it by a rename (https://nodejs.org/api/fs.html#inodes).
 */
function watchFolders(top: string, onChange: (file: string) => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();

  function watchFolder(folder: string): void {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, file) => {
      if (file === null) return;
      onChange(file);
      if (isFolder(join(folder, file))) watchTree(join(folder, file));
    });
    // A deleted folder ends its watcher.
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(folder);
    });
    watchers.set(folder, watcher);
  }

  function watchTree(folder: string): void {
    watchFolder(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !ignoredFolders.has(entry.name)) watchTree(join(folder, entry.name));
  }

  watchTree(top);
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

const ignoredFolders: ReadonlySet<string> = new Set(['node_modules', 'dist', 'reports']);

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && !ignoredFolders.has(basename(path));
