import { join } from 'node:path';
import { claimOf } from './claims.ts';
import type { Definition } from './definitions.ts';
import type { PodState, State, VolumeState } from './state.ts';

/** The folders that stand for what nodes and volumes keep. */
export interface Places {
  /** What the pod's container finds as its data; null: it keeps nothing. */
  dataOf(pod: PodState, definition: Definition): string | null;
  /** What goes when a container ends. */
  containerOf(pod: PodState): string;
  /** What goes with the pod. */
  podFolders(pod: PodState): string[];
  /** What goes with the node's power: memory, and the layers of the containers, which are new ones afterwards. */
  fleeting(node: string): string[];
  volume(volume: VolumeState): string | null;
  logFileOf(pod: Pick<PodState, 'name'>): string;
  readonly logs: string;
}

export function createPlaces(folder: string, state: State): Places {
  const on = (node: string | null, ...path: string[]) => join(folder, 'nodes', node ?? 'none', ...path);
  const containerOf = (pod: PodState) => on(pod.node, 'containers', `${pod.name}-${pod.restarts}`);

  function claimed(pod: PodState, definition: Definition): string {
    const name = claimOf(state, pod, definition)?.volume;
    if (!name) throw new Error(`${pod.name} has no volume`);
    if (definition.volumeClass === 'static') return on(pod.node, 'static-pv', name);
    if (definition.volumeClass === 'shared') return join(folder, 'shared', name);
    return on(pod.node, 'volumes', name);
  }

  return {
    containerOf,
    dataOf(pod, definition) {
      switch (definition.storage) {
        case 'container':
          return join(containerOf(pod), 'data');
        case 'pod':
          return on(pod.node, 'emptydir', pod.id);
        case 'pod in memory':
          return on(pod.node, 'memory', pod.id);
        case 'node':
          return on(pod.node, 'hostpath', definition.name);
        case 'elsewhere':
          return null;
        default:
          return claimed(pod, definition);
      }
    },
    podFolders: (pod) => [containerOf(pod), on(pod.node, 'emptydir', pod.id), on(pod.node, 'memory', pod.id)],
    fleeting: (node) => [on(node, 'memory'), on(node, 'containers')],
    volume({ name, node, volumeClass }) {
      if (volumeClass === 'static') return null;
      return volumeClass === 'shared' ? join(folder, 'shared', name) : on(node, 'volumes', name);
    },
    logFileOf: ({ name }) => join(folder, 'logs', `${name}.log`),
    logs: join(folder, 'logs'),
  };
}
