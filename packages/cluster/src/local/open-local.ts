import type { Cluster } from '../cluster.ts';
import { createHandle } from './handle.ts';
import { openSimulation, type SimulationOptions } from './simulation.ts';

export type LocalOptions = SimulationOptions;

export interface LocalCluster extends Cluster {
  readonly driver: 'local';
  /** What does not run here although it was asked for, and why: a sentence each. */
  readonly absent: readonly string[];
}

/**
 * Opens a simulated cluster: real services and databases, whose nodes and volumes are folders. Its processes end with
 * `close`; those that a killed process left behind are ended first.
 * @throws ClusterError `busy` while another process has the folder
 */
export async function openLocal(options: LocalOptions): Promise<LocalCluster> {
  const simulation = await openSimulation(options);
  const absent = [...new Set(simulation.absent.values())];
  return { ...createHandle(simulation), driver: 'local', absent, close: simulation.close };
}
