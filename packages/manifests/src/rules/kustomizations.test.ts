import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kustomizationProblems } from './kustomizations.ts';

let k8s: string;
beforeEach(() => (k8s = mkdtempSync(join(tmpdir(), 'k8s-'))));
afterEach(() => rmSync(k8s, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(k8s, name)), { recursive: true });
    writeFileSync(join(k8s, name), content);
  }
}

test.each<[string, Record<string, string>, string]>([
  ['a deprecated field', { 'base/kustomization.yaml': 'commonLabels: { a: b }' }, 'commonLabels: use labels'],
  [
    'a field that kubectl 1.30 does not support',
    { 'base/kustomization.yaml': 'replacements: [{ sourceValue: x, targets: [] }]' },
    'sourceValue: kubectl 1.30 does not support it',
  ],
  [
    'a file that is not used',
    { 'base/kustomization.yaml': 'resources: []', 'base/job.yaml': '' },
    'does not use job.yaml',
  ],
  [
    'an overlay without images',
    { 'overlays/x/kustomization.yaml': 'resources: []' },
    'no entry for persistence-lab/uploader',
  ],
  [
    'an overlay with a list of its own',
    { 'overlays/x/kustomization.yaml': 'resources: [../../base/shared]' },
    'resources does not list ../../all',
  ],
  [
    'an overlay that repeats the shared list',
    {
      'all/kustomization.yaml': 'resources: [../base/shared]\ncomponents: [../components/faults]',
      'overlays/x/kustomization.yaml': 'resources: [../../all]\ncomponents: [../../components/faults]',
    },
    'lists components/faults, which k8s/all lists already',
  ],
  [
    'a subject that is not deployed',
    { 'all/kustomization.yaml': 'resources: []', 'subjects/x/kustomization.yaml': 'resources: []' },
    'subjects/x/kustomization.yaml: k8s/all does not list it',
  ],
  ['a component without a README', { 'components/x/kustomization.yaml': 'kind: Component' }, 'has no README.md'],
])('finds %s', (_, files, problem) => {
  write(files);
  expect(kustomizationProblems(k8s).join('\n')).toContain(problem);
});

test('finds no problem in valid kustomizations', () => {
  const images = 'images: [{ name: persistence-lab/notes-api }, { name: persistence-lab/uploader }]';
  write({
    'all/kustomization.yaml': 'resources: [../base, ../subjects/x]',
    'base/kustomization.yaml': 'resources: [job.yaml]',
    'base/job.yaml': '',
    'subjects/x/kustomization.yaml': 'resources: [../../base]',
    'components/x/kustomization.yaml': 'kind: Component',
    'components/x/README.md': '# x',
    'overlays/x/kustomization.yaml': `resources: [../../all]\n${images}`,
  });
  expect(kustomizationProblems(k8s)).toEqual([]);
});
