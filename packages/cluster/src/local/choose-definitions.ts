import { findRedisServer } from '@persistence-lab/local-servers';
import { definitions as all, notesOnOutsideRedis, type Definition } from './definitions.ts';
import type { ExternalRedis, Programs } from './images.ts';

export interface Chosen {
  readonly definitions: readonly Definition[];
  /** Where no redis-server is. */
  readonly redis: string | undefined;
  /** Why what was asked for cannot run here, by the name of its workload. */
  readonly unavailable: ReadonlyMap<string, string>;
}

export interface Choice {
  readonly programs: Programs;
  /** Which kinds of storage to run; all by default. */
  readonly kinds?: readonly string[] | undefined;
  /** Path of a redis-server; by default the one on PATH. null: none. */
  readonly redis?: string | null | undefined;
  /** A Redis that runs already: it gets a subject of its own, `notes-redis`, of the kind `redis`. */
  readonly externalRedis?: ExternalRedis | undefined;
}

const noRedis =
  'The kinds on Redis need a redis-server on PATH, and there is none: apt-get install redis-server, or brew install redis.';

/** What runs on this machine of all that is defined. */
export async function chooseDefinitions({ programs, kinds, redis, externalRedis }: Choice): Promise<Chosen> {
  const program = redis === undefined ? await findRedisServer() : (redis ?? undefined);
  const possible = externalRedis === undefined ? all : [...all, notesOnOutsideRedis];
  const asked = possible.filter(
    ({ kind, app }) => (kinds === undefined || kinds.includes(kind)) && (app !== 'uploader' || programs.uploader),
  );
  const needsRedis = ({ kind }: Definition) => program === undefined && kind.startsWith('redis-');
  return {
    definitions: asked.filter((definition) => !needsRedis(definition)),
    redis: program,
    unavailable: new Map(asked.filter(needsRedis).map(({ name }) => [name, noRedis])),
  };
}
