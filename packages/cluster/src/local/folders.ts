import { mkdir, rm } from 'node:fs/promises';

type Path = string | null;

const isPath = (path: Path): path is string => path !== null;

export async function makeFolders(...paths: Path[]): Promise<void> {
  await Promise.all(paths.filter(isPath).map((path) => mkdir(path, { recursive: true })));
}

/** Tries again where a process that is about to end still writes into one. */
export async function removeFolders(...paths: Path[]): Promise<void> {
  await Promise.all(
    paths.filter(isPath).map((path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })),
  );
}
