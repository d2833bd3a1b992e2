import { type Config, duration, integer, loadConfig, oneOf, secret, size, text, url } from '@persistence-lab/config';
import { serviceVariables } from '@persistence-lab/service';
import { storeNames } from './stores/store.ts';

/** Environment variables of the notes API. */
export const notesVariables = {
  ...serviceVariables,
  store: oneOf('STORE', storeNames, { default: 'file', description: 'Store of the notes' }),
  dataDir: text('DATA_DIR', { default: './data', description: 'Data directory of the file store' }),
  mergeEvery: duration('MERGE_EVERY', {
    default: '30s',
    description: 'Interval at which the file store merges journals; 0s disables it',
  }),
  mergeFiles: integer('MERGE_FILES', {
    default: 8,
    description: 'Number of idle journals above which they are merged',
  }),
  mergeIdle: duration('MERGE_IDLE', {
    default: '60s',
    description: 'Time without growth after which a journal is idle',
  }),
  bodyLimit: size('BODY_LIMIT', { default: '1Mi', description: 'Maximum size of a request body' }),
  postgresUrl: url('POSTGRES_URL', {
    schemes: ['postgres', 'postgresql'],
    requiredWhen: { STORE: 'postgres' },
    description: 'Postgres server, user and database: postgres://user@host:5432/db',
  }),
  postgresPassword: secret('POSTGRES_PASSWORD', { optional: true, description: 'Password of the Postgres user' }),
  redisUrl: url('REDIS_URL', {
    schemes: ['redis', 'rediss'],
    requiredWhen: { STORE: 'redis' },
    description: 'Redis server: redis://host:6379',
  }),
  redisPassword: secret('REDIS_PASSWORD', { optional: true, description: 'Password of the Redis server' }),
  startTimeout: duration('START_TIMEOUT', {
    default: '60s',
    description: 'Longest wait for the database at start',
  }),
};

/** Values of `notesVariables`: sizes in bytes, durations in milliseconds. */
export type NotesConfig = Config<typeof notesVariables>;

/** Loads the configuration; prints all errors and exits with 78 if there are any. */
export const loadNotesConfig = (): NotesConfig => loadConfig(notesVariables);
