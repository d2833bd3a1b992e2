import { reconcile } from './reconcile.ts';
import type { State, VolumeState, World } from './state.ts';

export interface ControlPlaneOptions {
  readonly world: World;
  readonly save: () => void;
  /** The volume's claim is gone, and its data with it. */
  readonly dropVolume: (volume: VolumeState) => void;
  /** The nodes look what they have to do. */
  readonly sync: () => void;
  readonly announce: () => void;
}

/** Every change of the state goes through here: the controllers act on it, it is written down, and everyone looks. */
export function createUpdate({ world, save, dropVolume, sync, announce }: ControlPlaneOptions) {
  const { state } = world;
  return (change: (state: State) => void): void => {
    const volumes = state.volumes;
    change(state);
    reconcile(world);
    save();
    for (const volume of volumes) if (!state.volumes.some(({ name }) => name === volume.name)) dropVolume(volume);
    sync();
    announce();
  };
}
