import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ClusterError } from '../../cluster-error.ts';
import { newState, type State } from './state.ts';
import type { DatabaseAddress } from '../containers/start-container.ts';

/** What outlives the process: the cluster's state and the databases' addresses. */
export interface SavedState {
  readonly state: State;
  readonly addresses: Record<string, DatabaseAddress>;
}

/**
 * The saved state; a new one where there is none.
 * @throws ClusterError `refused` when the file is damaged
 */
export function readState(file: string, nodes: number): SavedState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { state: newState(nodes, []), addresses: {} };
  }
  const kept = parsed(text);
  if (kept?.state?.nodes && kept.addresses) return kept as SavedState;
  const folder = dirname(file);
  throw new ClusterError('refused', {
    en:
      `${file} is damaged: which folder belongs to which volume is not known any more. The files of all volumes are ` +
      `still in ${folder}; move that folder away to begin with a new cluster.`,
    'pt-BR':
      `${file} está danificado: não se sabe mais qual pasta pertence a qual volume. Os arquivos de todos os volumes ` +
      `ainda estão em ${folder}; mova essa pasta para começar com um novo cluster.`,
  });
}

function parsed(text: string): Partial<SavedState> | null {
  try {
    return JSON.parse(text, (_key, value: unknown) => withCurrentNames(value)) as Partial<SavedState> | null;
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

/** Atomic: after a kill or a power cut the file has the old or the new state. Only this user may read its passwords. */
export function writeState(file: string, kept: SavedState): void {
  const next = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(next, JSON.stringify(kept));
    fsyncSync(next);
  } finally {
    closeSync(next);
  }
  renameSync(`${file}.new`, file);
}
