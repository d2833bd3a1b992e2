import { type Config, duration, loadConfig, size, text } from '@persistence-lab/config';
import { serviceVariables } from '@persistence-lab/service';

/** Everything that the uploader reads from its environment. */
export const uploaderVariables = {
  ...serviceVariables,
  dataDir: text('DATA_DIR', { default: './data', description: 'Folder of the files; several replicas may share it' }),
  fileLimit: size('FILE_LIMIT', { default: '4Gi', description: 'Largest file' }),
  freeSpaceFloor: size('FREE_SPACE_FLOOR', { default: '64Mi', description: 'Space that uploads leave free' }),
  stallTimeout: duration('STALL_TIMEOUT', {
    default: '60s',
    description: 'How long a client may send or take nothing before its upload or download is given up',
  }),
  abandonedAfter: duration('ABANDONED_AFTER', {
    default: '2m',
    description: "How long after a replica's last sign of life its unfinished uploads are removed",
  }),
};

/** Values of `uploaderVariables`: sizes in bytes, durations in milliseconds. */
export type UploaderConfig = Config<typeof uploaderVariables>;

/** Prints the problems and exits with 78 when there are any. */
export const loadUploaderConfig = (): UploaderConfig => loadConfig(uploaderVariables);
