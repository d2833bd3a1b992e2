import type { Cluster, Replica } from '../cluster.ts';
import { createHandle } from './handle.ts';
import { openSimulation, type SimulationOptions } from './simulation.ts';

export type LocalOptions = SimulationOptions;
export type { Programs } from './images.ts';
export type { ServicePort } from './services.ts';

export interface LocalCluster extends Cluster {
  readonly driver: 'local';
  /** What does not run here although it was asked for, and why: a sentence each. */
  readonly unavailable: readonly string[];
  /** The file that everything in the replica writes its log to; it may not be there yet. */
  logFileOf(replica: Pick<Replica, 'name'>): string;
}

/**
 * Opens a simulated cluster: real services and databases, whose nodes and volumes are folders. Its processes end with
 * `close`; those that a killed process left behind are ended first. Logs are those of this time only.
 * @throws ClusterError `busy` while another process has the folder, or one of the Services' ports; `missing` when a
 *   Service names a subject that does not run
 */
export async function openLocal(options: LocalOptions): Promise<LocalCluster> {
  const simulation = await openSimulation(options);
  const unavailable = [...new Set(simulation.unavailable.values())];
  const { logFileOf, close } = simulation;
  return { ...createHandle(simulation), driver: 'local', unavailable, logFileOf, close };
}
