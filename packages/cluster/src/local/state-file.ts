import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { newState, type State } from './state.ts';
import type { Address } from './images.ts';

/** What outlives this process: the cluster's state, and the databases' addresses. */
export interface Kept {
  readonly state: State;
  readonly addresses: Record<string, Address>;
}

/** The last state that was saved; a new one where there is none. */
export function readState(file: string, nodes: number): Kept {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { state: newState(nodes, []), addresses: {} };
  }
  return JSON.parse(text) as Kept;
}

/** The file has the old or the new state, whenever we are killed. Its passwords are for us alone. */
export function writeState(file: string, kept: Kept): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
