import type { Text } from '@persistence-lab/language';
import type { Cluster, Replica } from '../cluster.ts';
import { createClusterClient } from './client/cluster-client.ts';
import { openSimulation, type SimulationOptions } from './simulation.ts';

export type LocalOptions = SimulationOptions;
export type { Programs } from './containers/start-container.ts';
export type { ServicePort } from './services/services.ts';

export interface LocalCluster extends Cluster {
  readonly driver: 'local';
  /** Why requested subjects cannot run here, a sentence each. */
  readonly unavailable: readonly Text[];
  /** The log file of the replica; it may not exist yet. */
  logFileOf(replica: Pick<Replica, 'name'>): string;
}

/**
 * Opens a simulated cluster: real services and databases; nodes and volumes are folders. Its processes end with `close`;
 * those that a killed process has left are ended first. Logs of earlier times are removed.
 * @throws ClusterError `busy` while another process has the folder, or one of the Services' ports; `missing` when a
 *   Service names a subject that does not run
 */
export async function openLocal(options: LocalOptions): Promise<LocalCluster> {
  const simulation = await openSimulation(options);
  const unavailable = [...new Set(simulation.unavailable.values())];
  const { logFileOf, close } = simulation;
  return { ...createClusterClient(simulation), driver: 'local', unavailable, logFileOf, close };
}
