import { hostname } from 'node:os';
import { processIdentity } from '@persistence-lab/local-servers';

/** The process that has opened a run. `identity` tells it from a later process of the same pid. */
export interface RunOwner {
  readonly host: string;
  readonly pid: number;
  readonly identity: string | undefined;
}

export async function thisProcess(): Promise<RunOwner> {
  return { host: hostname(), pid: process.pid, identity: await processIdentity(process.pid) };
}

export const isThisProcess = ({ host, pid }: RunOwner) => host === hostname() && pid === process.pid;

/** A process of another host counts as dead: its next write fails because the stored version has changed. */
export async function isAlive({ host, pid, identity }: RunOwner): Promise<boolean> {
  return host === hostname() && identity !== undefined && (await processIdentity(pid)) === identity;
}
