import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { type Manifest, parseManifests } from './manifest.ts';
import { createTurns } from './turns.ts';

const run = promisify(execFile);

/** One way to build a kustomization. */
export type Builder = { name: string; build(folder: string): Promise<Manifest[]> };

const tools = [
  { command: 'kustomize', version: ['version'], build: ['build'] },
  { command: 'kubectl', version: ['version', '--client'], build: ['kustomize'] },
];

/** The builders that this machine has: the kustomize command, kubectl's own, or both. */
export async function findBuilders(): Promise<Builder[]> {
  const found = await Promise.all(
    tools.map(async ({ command, version, build }) => {
      const answer = await run(command, version).catch(ignoreMissing);
      return answer && createBuilder(command, build, `${command} ${/v\d[\d.]+/.exec(answer.stdout)?.[0] ?? ''}`.trim());
    }),
  );
  return found.filter((builder) => builder !== undefined);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Builds are short processes of one core each: a few at a time. */
const turns = createTurns(availableParallelism());

function createBuilder(command: string, args: string[], name: string): Builder {
  return {
    name,
    build: async (folder) => {
      const { stdout } = await turns(() => run(command, [...args, folder], { maxBuffer: 64 * 1024 * 1024 }));
      return parseManifests(stdout);
    },
  };
}
