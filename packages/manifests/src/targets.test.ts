import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { findBuilders } from './builder.ts';
import { listTargets } from './targets.ts';

function listed(k8s: string) {
  const targets = listTargets(k8s);
  onTestFinished(() => {
    for (const { source, folder } of targets) if (folder !== source) rmSync(folder, { recursive: true });
  });
  return targets;
}

test('refuses a kustomization outside the known folders', () => {
  const k8s = mkdtempSync(join(tmpdir(), 'k8s-'));
  onTestFinished(() => rmSync(k8s, { recursive: true }));
  mkdirSync(join(k8s, 'extra'));
  writeFileSync(join(k8s, 'extra', 'kustomization.yaml'), '');
  expect(() => listTargets(k8s)).toThrow('k8s/extra/kustomization.yaml is in none of all, overlays');
});

test('the component no-hostpath removes every hostPath from the shared list', async () => {
  const targets = listed(fileURLToPath(new URL('../../../k8s', import.meta.url)));
  const [builder] = await findBuilders();
  const build = (name: string) => builder!.build(targets.find(({ source }) => source.endsWith(name))!.folder);
  const [everything, remaining] = await Promise.all([build('/all'), build('/no-hostpath')]);
  expect(JSON.stringify(everything)).toMatch(/hostPath/);
  expect(JSON.stringify(remaining)).not.toMatch(/hostpath/i);
  expect(remaining.length).toBeGreaterThan(50);
});
