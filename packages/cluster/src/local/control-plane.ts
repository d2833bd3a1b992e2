import { reconcile } from './reconcile.ts';
import type { PodState, State, VolumeState, World } from './state.ts';

export interface ControlPlaneOptions {
  readonly world: World;
  readonly save: () => void;
  /** The volume's claim is gone, and its data with it. */
  readonly dropVolume: (volume: VolumeState) => void;
  /** Nothing is left of the pod, and no process uses its folders. */
  readonly dropPod: (pod: PodState) => void;
  /** The nodes look what they have to do. */
  readonly sync: () => void;
  readonly announce: () => void;
}

/** Every change of the state goes through here: the controllers act on it, it is written down, and everyone looks. */
export function createUpdate({ world, save, dropVolume, dropPod, sync, announce }: ControlPlaneOptions) {
  const { state } = world;
  return (change: (state: State) => void): void => {
    const { volumes, pods } = state;
    change(state);
    reconcile(world);
    save();
    volumes.filter((volume) => !state.volumes.includes(volume)).forEach(dropVolume);
    pods.filter((pod) => !state.pods.includes(pod)).forEach(dropPod);
    sync();
    announce();
  };
}
