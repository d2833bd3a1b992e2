import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'boundaries-'));
  await cp(join(root, 'turbo.json'), join(project, 'turbo.json'));
  await writeFile(join(project, 'tsconfig.base.json'), '{}');
  await writeJson('package.json', { name: 'project', packageManager: 'npm@11.19.1', workspaces: ['packages/*'] });
  await writeJson('package-lock.json', { name: 'project', lockfileVersion: 3, packages: {} });
});

afterEach(() => rm(project, { recursive: true }));

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(join(project, path), JSON.stringify(value));
}

async function addPackage(name: string, tags: string[], dependencies: string[], source: string): Promise<void> {
  const folder = join('packages', name);
  await mkdir(join(project, folder, 'src'), { recursive: true });
  await writeJson(join(folder, 'turbo.json'), { extends: ['//'], tags });
  const declared = Object.fromEntries(dependencies.map((dependency) => [dependency, '*']));
  await writeJson(join(folder, 'package.json'), { name, exports: './src/index.ts', dependencies: declared });
  await writeFile(join(project, folder, 'src', 'index.ts'), source);
}

/** The check as `npm test` makes it: its exit code and what it said. */
function checkBoundaries(): Promise<{ code: number; said: string }> {
  const turbo = join(root, 'node_modules', '.bin', 'turbo');
  return new Promise((resolve) =>
    execFile(turbo, ['boundaries'], { cwd: project }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, said: stdout + stderr }),
    ),
  );
}

test('a declared dependency downwards is fine', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], ['low'], "export { low } from 'low';");
  expect(await checkBoundaries()).toMatchObject({ code: 0 });
});

test('an import that package.json does not declare fails', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], [], "export { low } from 'low';");
  const { code, said } = await checkBoundaries();
  expect(code).toBe(1);
  expect(said).toContain('cannot import package `low` because it is not a dependency');
});

test('an import out of the own folder fails', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], [], "export { low } from '../../low/src/index.ts';");
  const { code, said } = await checkBoundaries();
  expect(code).toBe(1);
  expect(said).toContain('outside of `high`');
});

test('a dependency upwards fails, declared or not', async () => {
  await addPackage('high', ['domain'], [], 'export const high = 1;');
  await addPackage('low', ['foundation'], ['high'], "export { high } from 'high';");
  const { code, said } = await checkBoundaries();
  expect(code).toBe(1);
  expect(said).toMatch(/high[^]*foundation|foundation[^]*high/);
});

test('a service that depends on Kubernetes fails', async () => {
  await addPackage('cluster', ['domain', 'kubernetes'], [], 'export const cluster = 1;');
  await addPackage('notes', ['service'], ['cluster'], "export { cluster } from 'cluster';");
  expect(await checkBoundaries()).toMatchObject({ code: 1 });
});
