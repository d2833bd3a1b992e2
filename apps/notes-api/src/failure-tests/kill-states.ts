import { readdir } from 'node:fs/promises';
import { errorCode } from '@persistence-lab/durable';

export const killStates = ['idle', 'batch in progress', 'starting', 'files sealed', 'snapshot incomplete'] as const;
export type KillState = (typeof killStates)[number];

/** Lists the file names in the folder of journals. */
export async function listFolder(folder: string): Promise<Set<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}

/** Determines the state in which a process was killed, from the files that are new since the previous kill. */
export function killState(before: ReadonlySet<string>, after: ReadonlySet<string>, fallback: KillState): KillState {
  const added = [...after].filter((name) => !before.has(name));
  if (added.some((name) => name.endsWith('.tmp'))) return 'snapshot incomplete';
  if (added.some((name) => name.endsWith('.sealed'))) return 'files sealed';
  return fallback;
}
