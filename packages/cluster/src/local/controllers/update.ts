import { reconcile } from './reconcile.ts';
import type { PodState, State, VolumeState, ClusterModel } from '../state/state.ts';

export interface UpdateOptions {
  readonly model: ClusterModel;
  readonly save: () => void;
  /** Deletes the data of a volume whose claim is gone. */
  readonly removeVolume: (volume: VolumeState) => void;
  /** Deletes the folders of a pod that is gone. */
  readonly removePodFiles: (pod: PodState) => void;
  /** Makes the nodes start and stop pods. */
  readonly syncNodes: () => void;
  readonly notify: () => void;
}

/** The way to change the state: runs the controllers, saves the state, and notifies nodes and waiters. */
export function createUpdate({ model, save, removeVolume, removePodFiles, syncNodes, notify }: UpdateOptions) {
  const { state } = model;
  return (change: (state: State) => void): void => {
    const { volumes, pods } = state;
    change(state);
    reconcile(model);
    save();
    volumes.filter((volume) => !state.volumes.includes(volume)).forEach(removeVolume);
    pods.filter((pod) => !state.pods.includes(pod)).forEach(removePodFiles);
    syncNodes();
    notify();
  };
}
