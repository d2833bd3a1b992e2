import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';

/** What kubectl 1.30 does not know yet, or what is deprecated. */
const refused: Record<string, string> = {
  commonLabels: 'use labels',
  vars: 'use replacements',
  patchesStrategicMerge: 'use patches',
  patchesJson6902: 'use patches',
  bases: 'use resources',
  imageTags: 'use images',
  includeVolumeClaimTemplates: 'kubectl 1.30 does not know it',
  sourceValue: 'kubectl 1.30 does not know it',
};

const ownImages = ['persistence-lab/notes-api', 'persistence-lab/uploader'];

/** The sources of the build: every file is used, nothing is too new, every overlay says which images. */
export function kustomizationProblems(k8s: string): string[] {
  const files = globSync('**/kustomization.yaml', { cwd: k8s });
  return files.flatMap((file) => {
    const content = parse(readFileSync(join(k8s, file), 'utf8')) as Record<string, unknown>;
    const problems = [
      ...keysOf(content).flatMap((key) => (refused[key] ? [`${key}: ${refused[key]}`] : [])),
      ...(file.startsWith('overlays') ? missingImages(content) : []),
      ...(file.startsWith('components') && !existsSync(join(k8s, dirname(file), 'README.md'))
        ? ['has no README.md']
        : []),
    ];
    return [...problems, ...unused(k8s, dirname(file))].map(
      (problem) => `${relative('.', join(k8s, file))}: ${problem}`,
    );
  });
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysOf(item)]);
}

function missingImages({ images }: Record<string, unknown>): string[] {
  const named = ((images ?? []) as { name: string }[]).map(({ name }) => name);
  return ownImages.filter((image) => !named.includes(image)).map((image) => `images has no entry for ${image}`);
}

/** A manifest that no kustomization names would silently not be deployed. */
function unused(k8s: string, folder: string): string[] {
  const text = readFileSync(join(k8s, folder, 'kustomization.yaml'), 'utf8');
  return globSync('*.yaml', { cwd: join(k8s, folder) })
    .filter((name) => name !== 'kustomization.yaml' && !text.includes(name))
    .map((name) => `does not use ${name}`);
}
