import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { type Manifest, parseManifests } from './manifest.ts';

const run = promisify(execFile);

/** One tool that builds a kustomization. */
export type Builder = { name: string; build(folder: string): Promise<Manifest[]> };

const tools = [
  { command: 'kustomize', version: ['version'], build: ['build'] },
  { command: 'kubectl', version: ['version', '--client'], build: ['kustomize'] },
];

/** The builders on this machine: the command kustomize, the one inside kubectl, or both. */
export async function findBuilders(): Promise<Builder[]> {
  const found = await Promise.all(
    tools.map(async ({ command, version, build }) => {
      const result = await run(command, version).catch(ignoreMissing);
      return result && createBuilder(command, build, `${command} ${/v\d[\d.]+/.exec(result.stdout)?.[0] ?? ''}`.trim());
    }),
  );
  return found.filter((builder) => builder !== undefined);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A build is a short process on one core. */
const limit = pLimit(availableParallelism());

function createBuilder(command: string, args: string[], name: string): Builder {
  return {
    name,
    build: async (folder) => {
      const { stdout } = await limit(() => run(command, [...args, folder], { maxBuffer: 64 * 1024 * 1024 }));
      return parseManifests(stdout);
    },
  };
}
