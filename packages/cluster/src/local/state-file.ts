import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ClusterError } from '../cluster-error.ts';
import { newState, type State } from './state.ts';
import type { Address } from './images.ts';

/** What outlives this process: the cluster's state, and the databases' addresses. */
export interface Kept {
  readonly state: State;
  readonly addresses: Record<string, Address>;
}

/**
 * The last state that was saved; a new one where there is none.
 * @throws ClusterError `refused` when the file is damaged
 */
export function readState(file: string, nodes: number): Kept {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { state: newState(nodes, []), addresses: {} };
  }
  const kept = parsed(text);
  if (kept?.state?.nodes && kept.addresses) return kept as Kept;
  throw new ClusterError(
    'refused',
    `${file} is damaged: nobody knows any more which folder is which volume's. The files of all volumes are still in ` +
      `${dirname(file)}; move that folder away to begin with a new cluster.`,
  );
}

function parsed(text: string): Partial<Kept> | null {
  try {
    return JSON.parse(text, (_key, value: unknown) => withCurrentNames(value)) as Partial<Kept> | null;
  } catch {
    return null;
  }
}

/** Files of earlier versions name these fields otherwise. */
const currentNames = new Map([
  ['wanted', 'desiredReplicas'],
  ['blocked', 'pendingReason'],
  ['ending', 'terminating'],
  ['ended', 'lastExit'],
]);

function withCurrentNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [currentNames.get(name) ?? name, field]));
}

/** The file has the old or the new state, whenever we are killed or the power is cut. Its passwords are for us alone. */
export function writeState(file: string, kept: Kept): void {
  const next = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(next, JSON.stringify(kept));
    fsyncSync(next);
  } finally {
    closeSync(next);
  }
  renameSync(`${file}.new`, file);
}
