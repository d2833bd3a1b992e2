import { reconcile } from './reconcile.ts';
import type { PodState, State, VolumeState, ClusterModel } from '../state/state.ts';

export interface UpdateOptions {
  readonly model: ClusterModel;
  readonly save: () => void;
  /** The volume's claim is gone, and its data with it. */
  readonly removeVolume: (volume: VolumeState) => void;
  /** Nothing is left of the pod, and no process uses its folders. */
  readonly removePodFiles: (pod: PodState) => void;
  /** The nodes look what they have to do. */
  readonly syncNodes: () => void;
  readonly notify: () => void;
}

/** Every change of the state goes through here: the controllers act on it, it is written down, and everyone looks. */
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
