import { type Config, duration, integer, loadConfig, oneOf, secret, size, text, url } from '@persistence-lab/config';
import { serviceVariables } from '@persistence-lab/service';
import { storeNames } from './stores/store.ts';

/** Everything that the notes API reads from its environment. */
export const notesVariables = {
  ...serviceVariables,
  store: oneOf('STORE', storeNames, { default: 'file', description: 'Which store keeps the notes' }),
  dataDir: text('DATA_DIR', { default: './data', description: 'Folder of the file store' }),
  mergeEvery: duration('MERGE_EVERY', {
    default: '30s',
    description: 'How often the file store looks for journals to merge; 0s: never',
  }),
  mergeFiles: integer('MERGE_FILES', { default: 8, description: 'Journals at rest beyond this number are merged' }),
  mergeIdle: duration('MERGE_IDLE', {
    default: '60s',
    description: 'Without growth for so long, a journal is at rest',
  }),
  bodyLimit: size('BODY_LIMIT', { default: '1Mi', description: 'Largest body of a request' }),
  postgresUrl: url('POSTGRES_URL', {
    schemes: ['postgres', 'postgresql'],
    requiredWhen: { STORE: 'postgres' },
    description: 'Postgres server, user and database: postgres://user@host:5432/db',
  }),
  postgresPassword: secret('POSTGRES_PASSWORD', { optional: true, description: 'Password of that user' }),
  redisUrl: url('REDIS_URL', {
    schemes: ['redis', 'rediss'],
    requiredWhen: { STORE: 'redis' },
    description: 'Redis server: redis://host:6379',
  }),
  redisPassword: secret('REDIS_PASSWORD', { optional: true, description: 'Password of that server' }),
  startTimeout: duration('START_TIMEOUT', {
    default: '60s',
    description: 'How long a start tries to reach its database',
  }),
};

/** Values of `notesVariables`: sizes in bytes, durations in milliseconds. */
export type NotesConfig = Config<typeof notesVariables>;

/** Prints the problems and exits with 78 when there are any. */
export const loadNotesConfig = (): NotesConfig => loadConfig(notesVariables);
