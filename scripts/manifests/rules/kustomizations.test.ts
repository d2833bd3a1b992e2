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
    'what kubectl 1.30 does not know',
    { 'base/kustomization.yaml': 'replacements: [{ sourceValue: x, targets: [] }]' },
    'sourceValue: kubectl 1.30 does not know it',
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
  ['a component without a README', { 'components/x/kustomization.yaml': 'kind: Component' }, 'has no README.md'],
])('finds %s', (_, files, problem) => {
  write(files);
  expect(kustomizationProblems(k8s).join('\n')).toContain(problem);
});

test('finds nothing where nothing is wrong', () => {
  const images = 'images: [{ name: persistence-lab/notes-api }, { name: persistence-lab/uploader }]';
  write({
    'base/kustomization.yaml': 'resources: [job.yaml]',
    'base/job.yaml': '',
    'components/x/kustomization.yaml': 'kind: Component',
    'components/x/README.md': '# x',
    'overlays/x/kustomization.yaml': images,
  });
  expect(kustomizationProblems(k8s)).toEqual([]);
});
