import { readdir } from 'node:fs/promises';
import { errorCode } from '@persistence-lab/durable';

export const killStates = ['idle', 'batch under way', 'starting', 'files sealed', 'snapshot half made'] as const;
export type KillState = (typeof killStates)[number];

/** The names in the folder of journals. */
export async function listFolder(folder: string): Promise<Set<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}

/** In which state a process was killed: by what is there now and was not after the kill before. */
export function killState(before: ReadonlySet<string>, after: ReadonlySet<string>, otherwise: KillState): KillState {
  const left = [...after].filter((name) => !before.has(name));
  if (left.some((name) => name.endsWith('.tmp'))) return 'snapshot half made';
  if (left.some((name) => name.endsWith('.sealed'))) return 'files sealed';
  return otherwise;
}
