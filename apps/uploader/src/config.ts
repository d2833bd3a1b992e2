import { type Config, duration, integer, loadConfig, size, text } from '@persistence-lab/config';
import { serviceVariables } from '@persistence-lab/service';

/** The environment variables of the uploader. */
export const uploaderVariables = {
  ...serviceVariables,
  dataDir: text('DATA_DIR', { default: './data', description: 'Data directory; replicas may share it' }),
  fileLimit: size('FILE_LIMIT', { default: '4Gi', description: 'Largest file' }),
  freeSpaceFloor: size('FREE_SPACE_FLOOR', { default: '64Mi', description: 'Disk space that uploads leave free' }),
  stallTimeout: duration('STALL_TIMEOUT', {
    default: '60s',
    description: 'Time without transferred data after which an upload or download is aborted',
  }),
  abandonedAfter: duration('ABANDONED_AFTER', {
    default: '2m',
    description: "Delay before a dead replica's temporary files are deleted",
  }),
  uploadExpiry: duration('UPLOAD_EXPIRY', {
    default: '24h',
    description: 'Time after its last byte at which an unfinished resumable upload is deleted',
  }),
  uploadLease: duration('UPLOAD_LEASE', {
    default: '3s',
    description: 'Time without a heartbeat after which another replica may take over a resumable upload',
  }),
  maxUnfinished: integer('MAX_UNFINISHED', {
    default: 1000,
    min: 1,
    description: 'Largest number of unfinished resumable uploads',
  }),
};

/** Values of `uploaderVariables`: sizes in bytes, durations in milliseconds. */
export type UploaderConfig = Config<typeof uploaderVariables>;

/** Prints every problem and exits with 78 when the environment is not valid. */
export const loadUploaderConfig = (): UploaderConfig => loadConfig(uploaderVariables);
