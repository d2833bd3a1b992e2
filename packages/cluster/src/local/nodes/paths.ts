import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { claimOf } from '../controllers/claims.ts';
import type { Definition } from '../state/definitions.ts';
import type { PodState, State, VolumeState } from '../state/state.ts';

/** The folders of nodes and volumes. */
export interface ClusterPaths {
  /** The data folder of the pod's container; null: it stores nothing itself. */
  dataPath(pod: PodState, definition: Definition): string | null;
  /** Deleted when the container ends. */
  containerPath(pod: PodState): string;
  /** Deleted with the pod. */
  podPaths(pod: PodState): string[];
  /** Lost with the node's power: memory, and the layers of the containers. */
  ephemeralPaths(node: string): string[];
  volumePath(volume: VolumeState): string | null;
  logFileOf(pod: Pick<PodState, 'name'>): string;
  readonly logFolder: string;
}

export function createPaths(folder: string, state: State): ClusterPaths {
  const nodePath = (node: string | null, ...path: string[]) => join(folder, 'nodes', node ?? 'none', ...path);
  const containerPath = (pod: PodState) => nodePath(pod.node, 'containers', `${pod.name}-${pod.restarts}`);

  function claimedPath(pod: PodState, definition: Definition): string {
    const name = claimOf(state, pod, definition)?.volume;
    if (!name) throw new Error(`${pod.name} has no volume`);
    if (definition.volumeClass === 'static') return nodePath(pod.node, 'static-pv', name);
    if (definition.volumeClass === 'shared') return join(folder, 'shared', name);
    return nodePath(pod.node, 'volumes', name);
  }

  return {
    containerPath,
    dataPath(pod, definition) {
      switch (definition.storage) {
        case 'container':
          return join(containerPath(pod), 'data');
        case 'pod':
          return nodePath(pod.node, 'emptydir', pod.id);
        case 'pod in memory':
          return nodePath(pod.node, 'memory', pod.id);
        case 'node':
          return nodePath(pod.node, 'hostpath', definition.name);
        case 'database':
          return null;
        default:
          return claimedPath(pod, definition);
      }
    },
    podPaths: (pod) => [
      containerPath(pod),
      nodePath(pod.node, 'emptydir', pod.id),
      nodePath(pod.node, 'memory', pod.id),
    ],
    ephemeralPaths: (node) => [nodePath(node, 'memory'), nodePath(node, 'containers')],
    volumePath({ name, node, volumeClass }) {
      if (volumeClass === 'static') return null;
      return volumeClass === 'shared' ? join(folder, 'shared', name) : nodePath(node, 'volumes', name);
    },
    logFileOf: ({ name }) => join(folder, 'logs', `${name}.log`),
    logFolder: join(folder, 'logs'),
  };
}

type Path = string | null;

const isPath = (path: Path): path is string => path !== null;

export async function createFolders(...paths: Path[]): Promise<void> {
  await Promise.all(paths.filter(isPath).map((path) => mkdir(path, { recursive: true })));
}

/** Retries while a process that is about to end still writes. */
export async function removePaths(...paths: Path[]): Promise<void> {
  await Promise.all(
    paths.filter(isPath).map((path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })),
  );
}
