import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
type Package = { name: string; dependencies?: object; devDependencies?: object };
const packages = new Map(
  globSync('{apps,packages}/*/package.json', { cwd: root }).map((path) => {
    const { name, dependencies, devDependencies } = JSON.parse(read(path)) as Package;
    return [
      name,
      { folder: dirname(path), dependencies: Object.keys({ ...dependencies, ...devDependencies }) },
    ] as const;
  }),
);

function foldersOf(name: string, found = new Set<string>()): Set<string> {
  const workspace = packages.get(name);
  if (workspace === undefined || found.has(workspace.folder)) return found;
  found.add(workspace.folder);
  for (const dependency of workspace.dependencies) foldersOf(dependency, found);
  return found;
}

test.each(['notes-api', 'uploader'])(
  'the Dockerfile copies the package.json of every workspace that %s depends on',
  (app) => {
    const dockerfile = read('Dockerfile');
    const missing = [...foldersOf(`@persistence-lab/${app}`)].filter(
      (folder) => !dockerfile.includes(`COPY ${folder}/package.json ${folder}/`),
    );
    expect(missing).toEqual([]);
  },
);

test('the Dockerfile uses no instruction that needs BuildKit', () => {
  expect(read('Dockerfile')).not.toMatch(/^# *syntax|--mount|--parents|--link|<</m);
});
