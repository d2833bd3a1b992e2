import { type Config, duration, integer, loadConfig, size, text } from '@persistence-lab/config';
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
    description: "How long after a replica's last sign of life what it was making is removed",
  }),
  uploadExpiry: duration('UPLOAD_EXPIRY', {
    default: '24h',
    description: 'How long after its last byte an unfinished resumable upload is removed',
  }),
  uploadLease: duration('UPLOAD_LEASE', {
    default: '3s',
    description: 'How long a replica that gives no sign of life keeps a resumable upload to itself',
  }),
  maxUnfinished: integer('MAX_UNFINISHED', {
    default: 1000,
    min: 1,
    description: 'How many resumable uploads may be unfinished at once',
  }),
};

/** Values of `uploaderVariables`: sizes in bytes, durations in milliseconds. */
export type UploaderConfig = Config<typeof uploaderVariables>;

/** Prints the problems and exits with 78 when there are any. */
export const loadUploaderConfig = (): UploaderConfig => loadConfig(uploaderVariables);
