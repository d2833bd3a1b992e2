import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { spawnService, startService } from '../test/process.ts';
import { createRandom } from '@persistence-lab/experiment';
import { runLaboratory } from './laboratory.ts';

/** Kills altogether, half of them with one writer and half with three. */
const crashes = Number(process.env['CRASHES'] ?? 12);
const seed = Number(process.env['CRASH_SEED'] ?? Date.now());

// Sealing and merging as often as can be, so that many kills meet them.
const merging = { MERGE_EVERY: '50ms', MERGE_FILES: '1', MERGE_IDLE: '0s' };
const env = (folder: string, name: string) => ({ DATA_DIR: folder, POD_NAME: name, ...merging });

let base: string;
let entry: string;

/** The bundle starts in a third of the time that the sources take. */
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'crash-lab-'));
  entry = join(base, 'main.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../main.ts', import.meta.url))],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: `import { createRequire as make } from 'node:module'; const require = make(import.meta.url);` },
    external: ['pg-native'],
    logLevel: 'error',
  });
}, 60_000);

let failed = false;
afterAll(async () => {
  if (!failed) await rm(base, { recursive: true, force: true });
});

it.each([
  ['one writer', 1],
  ['three writers', 3],
])(
  'nothing acknowledged is lost or changed by SIGKILL: %s',
  async (name, processes) => {
    const { acknowledged, kills, audited, problems } = await runLaboratory({
      processes,
      crashes: Math.ceil(crashes / 2),
      choose: createRandom(seed),
      makeFolder: () => mkdtemp(join(base, 'data-')),
      start: (folder, podName) => startService(env(folder, podName), entry),
      async startAndKill(folder, podName, after) {
        const child = spawnService(env(folder, podName), [], entry);
        child.stdout.resume();
        await setTimeout(after);
        child.kill('SIGKILL');
        await once(child, 'exit');
      },
    });
    const states = Object.entries(kills).map(([state, count]) => `${state} ${count}`);
    console.log(
      `${name}, CRASH_SEED=${seed}: ${acknowledged} changes acknowledged, killed ${Math.ceil(crashes / 2)} times ` +
        `(${states.join(', ')}), ${audited} notes audited, ${problems.length} lost or changed`,
    );
    failed ||= problems.length > 0;
    expect(problems.concat(failed ? `the data is kept in ${base}` : [])).toEqual([]);
  },
  20_000 + crashes * 10_000,
);
