import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';

/** Fields that are deprecated, or that kubectl 1.30 does not support. */
const refusedFields: Record<string, string> = {
  commonLabels: 'use labels',
  vars: 'use replacements',
  patchesStrategicMerge: 'use patches',
  patchesJson6902: 'use patches',
  bases: 'use resources',
  imageTags: 'use images',
  includeVolumeClaimTemplates: 'kubectl 1.30 does not support it',
  sourceValue: 'kubectl 1.30 does not support it',
};

const ownImages = ['persistence-lab/notes-api', 'persistence-lab/uploader'];

type Kustomization = { resources?: string[]; components?: string[]; images?: { name: string }[] };

/**
 * The sources of the build: every file and every subject is used, no field is too new, and an overlay lists nothing but its
 * images and what differs from `all`.
 */
export function kustomizationProblems(k8s: string): string[] {
  const files = globSync('**/kustomization.yaml', { cwd: k8s });
  const shared = readShared(k8s);
  return files.flatMap((file) => {
    const content = read(k8s, file);
    const folder = dirname(file);
    const problems = [
      ...keysOf(content).flatMap((key) => (refusedFields[key] ? [`${key}: ${refusedFields[key]}`] : [])),
      ...(file.startsWith('overlays') ? [...missingImages(content), ...repeated(folder, content, shared)] : []),
      ...(/^(subjects|databases)/.test(file) && !shared.has(folder) ? ['k8s/all does not list it'] : []),
      ...(file.startsWith('components') && !existsSync(join(k8s, folder, 'README.md')) ? ['has no README.md'] : []),
      ...unused(k8s, folder),
    ];
    return problems.map((problem) => `${relative('.', join(k8s, file))}: ${problem}`);
  });
}

const read = (k8s: string, file: string) => (parse(readFileSync(join(k8s, file), 'utf8')) ?? {}) as Kustomization;

/** The folders that a kustomization lists, relative to `k8s`. */
const listed = (folder: string, { resources = [], components = [] }: Kustomization) =>
  [...resources, ...components].map((path) => join(folder, path));

function readShared(k8s: string): Set<string> {
  const file = join('all', 'kustomization.yaml');
  return new Set(existsSync(join(k8s, file)) ? listed('all', read(k8s, file)) : []);
}

function repeated(folder: string, content: Kustomization, shared: Set<string>): string[] {
  const own = listed(folder, content);
  return [
    ...(own.includes('all') ? [] : ['resources does not list ../../all']),
    ...own.filter((path) => shared.has(path)).map((path) => `lists ${path}, which k8s/all lists already`),
  ];
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysOf(item)]);
}

function missingImages({ images = [] }: Kustomization): string[] {
  const named = images.map(({ name }) => name);
  return ownImages.filter((image) => !named.includes(image)).map((image) => `images has no entry for ${image}`);
}

/** Without this check a manifest that no kustomization names is silently not deployed. */
function unused(k8s: string, folder: string): string[] {
  const text = readFileSync(join(k8s, folder, 'kustomization.yaml'), 'utf8');
  return globSync('*.yaml', { cwd: join(k8s, folder) })
    .filter((name) => name !== 'kustomization.yaml' && !text.includes(name))
    .map((name) => `does not use ${name}`);
}
