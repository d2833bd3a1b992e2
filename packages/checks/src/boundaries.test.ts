import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { afterEach, beforeEach, expect, test } from 'vitest';

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

/** Runs the check of `npm test`: its exit code and output. */
function checkBoundaries(): Promise<{ code: number; output: string }> {
  const turbo = join(root, 'node_modules', '.bin', 'turbo');
  return new Promise((resolve) =>
    execFile(turbo, ['boundaries'], { cwd: project }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    ),
  );
}

test('accepts a declared dependency on a lower layer', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], ['low'], "export { low } from 'low';");
  expect(await checkBoundaries()).toMatchObject({ code: 0 });
});

test('rejects an import that package.json does not declare', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], [], "export { low } from 'low';");
  const { code, output } = await checkBoundaries();
  expect(code).toBe(1);
  expect(output).toContain('cannot import package `low` because it is not a dependency');
});

test('rejects an import from the folder of another package', async () => {
  await addPackage('low', ['foundation'], [], 'export const low = 1;');
  await addPackage('high', ['domain'], [], "export { low } from '../../low/src/index.ts';");
  const { code, output } = await checkBoundaries();
  expect(code).toBe(1);
  expect(output).toContain('outside of `high`');
});

test('rejects a dependency on a higher layer, even a declared one', async () => {
  await addPackage('high', ['domain'], [], 'export const high = 1;');
  await addPackage('low', ['foundation'], ['high'], "export { high } from 'high';");
  const { code, output } = await checkBoundaries();
  expect(code).toBe(1);
  expect(output).toMatch(/high[^]*foundation|foundation[^]*high/);
});

test('rejects a service that depends on Kubernetes', async () => {
  await addPackage('cluster', ['domain', 'kubernetes'], [], 'export const cluster = 1;');
  await addPackage('notes', ['service'], ['cluster'], "export { cluster } from 'cluster';");
  expect(await checkBoundaries()).toMatchObject({ code: 1 });
});
