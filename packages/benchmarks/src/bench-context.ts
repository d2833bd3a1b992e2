import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findRedisServer, openPostgres, openRedis } from '@persistence-lab/local-servers';
import type { BenchOptions } from './options.ts';
import type { Pair } from './rounds.ts';
import { type Seed, makeSeed } from './seed.ts';
import { imageFlags } from './image-flags.ts';
import { type Service, startService } from './service.ts';

/** What a benchmark uses to start processes and make data, which are removed after it. */
export interface BenchContext {
  readonly rounds: number;
  /** Seconds per side of a round. */
  readonly seconds: number;
  /** A new, empty folder. */
  folder(): Promise<string>;
  /** Starts the bundled service as its image does. It ends with the benchmark, or by `stop`. */
  service(app: 'notes-api' | 'uploader', env: Record<string, string>): Promise<Service>;
  /** Starts a script of `servers/`. It ends with the benchmark, or by `stop`. */
  server(name: string): Promise<Service>;
  /** The environment of a notes-api with an empty store; undefined when this machine has no server for it. */
  storeEnv(store: StoreName): Promise<Record<string, string> | undefined>;
  /** A folder of the file store with this number of notes, made once per run. */
  seed(notes: number): Promise<Seed>;
  progress(text: string): void;
  /** Reports what a round measured. */
  onRound(pair: Pair, round: number): void;
}

export const storeNames = ['file', 'memory', 'postgres', 'redis'] as const;
export type StoreName = (typeof storeNames)[number];

interface ContextOptions extends Pick<BenchOptions, 'rounds' | 'seconds' | 'data' | 'keep'> {
  readonly root: string;
  readonly progress: (text: string) => void;
}

/** `close` stops and removes everything, the last first. It may be called at any time, and again. */
export function createBenchContext(options: ContextOptions): BenchContext & { close(): Promise<void> } {
  const { root, data, rounds, seconds, progress } = options;
  const endings: (() => Promise<unknown>)[] = [];
  let servers = 0;

  async function folder(): Promise<string> {
    const dir = await mkdtemp(join(data, 'run-'));
    endings.push(() => rm(dir, { recursive: true, force: true }));
    return dir;
  }

  async function start(script: string, env: Record<string, string>, flags: string[] = []): Promise<Service> {
    const cwd = await folder();
    const service = await startService({ script, flags, env, cwd, logFile: join(cwd, `log-${servers++}`) });
    endings.push(service.stop);
    return service;
  }

  async function storeEnv(store: StoreName): Promise<Record<string, string> | undefined> {
    if (store === 'memory') return { STORE: store };
    if (store === 'file') return { STORE: store, DATA_DIR: await folder() };
    if (store === 'redis' && !(await findRedisServer())) return undefined;
    const server = await (store === 'redis' ? openRedis : openPostgres)({ dir: await folder() });
    endings.push(server.stop);
    const name = store.toUpperCase();
    return { STORE: store, [`${name}_URL`]: server.url, [`${name}_PASSWORD`]: server.password };
  }

  return {
    rounds,
    seconds,
    progress,
    onRound: ({ subject, baseline }, round) =>
      progress(`  round ${round} of ${rounds}: ${subject.toPrecision(4)} against ${baseline.toPrecision(4)}`),
    folder,
    storeEnv,
    service: async (app, env) => start(join(root, 'apps', app, 'dist', 'main.js'), env, await imageFlags(root, app)),
    server: (name) => start(join(import.meta.dirname, 'servers', `${name}.ts`), {}),
    seed: (notes) => makeSeed({ data, notes, folder, progress }),
    async close() {
      for (let end = endings.pop(); end; end = endings.pop()) await end();
    },
  };
}
