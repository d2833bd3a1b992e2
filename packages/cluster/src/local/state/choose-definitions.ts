import type { Text } from '@persistence-lab/language';
import { findRedisServer } from '@persistence-lab/local-servers';
import { definitions as all, notesOnExternalRedis, type Definition } from './definitions.ts';
import type { ExternalRedis, Programs } from '../containers/start-container.ts';

export interface ChosenDefinitions {
  readonly definitions: readonly Definition[];
  /** Path of the redis-server; undefined: none was found. */
  readonly redis: string | undefined;
  /** Why a requested workload cannot run here, by its name. */
  readonly unavailable: ReadonlyMap<string, Text>;
}

export interface DefinitionOptions {
  readonly programs: Programs;
  /** Which kinds of storage to run; all by default. */
  readonly kinds?: readonly string[] | undefined;
  /** Path of a redis-server; by default the one on PATH. null: none. */
  readonly redis?: string | null | undefined;
  /** A Redis that the user runs: it gets a subject of its own, `notes-redis`, of the kind `redis`. */
  readonly externalRedis?: ExternalRedis | undefined;
}

const noRedis: Text = {
  en: 'There is no redis-server on PATH, which the kinds on Redis need: install it with "apt-get install redis-server" or "brew install redis".',
  'pt-BR':
    'Não há redis-server no PATH, do qual os tipos com Redis precisam: instale-o com "apt-get install redis-server" ou "brew install redis".',
};

/** The definitions that this machine can run. */
export async function chooseDefinitions({
  programs,
  kinds,
  redis,
  externalRedis,
}: DefinitionOptions): Promise<ChosenDefinitions> {
  const program = redis === undefined ? await findRedisServer() : (redis ?? undefined);
  const possible = externalRedis === undefined ? all : [...all, notesOnExternalRedis];
  const requested = possible.filter(
    ({ kind, app }) => (kinds === undefined || kinds.includes(kind)) && (app !== 'uploader' || programs.uploader),
  );
  const needsRedis = ({ kind }: Definition) => program === undefined && kind.startsWith('redis-');
  return {
    definitions: requested.filter((definition) => !needsRedis(definition)),
    redis: program,
    unavailable: new Map(requested.filter(needsRedis).map(({ name }) => [name, noRedis])),
  };
}
