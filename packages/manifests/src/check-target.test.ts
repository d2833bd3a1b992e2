import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Builder, findBuilders } from './builder.ts';
import { checkTarget } from './check-target.ts';
import type { Manifest } from './manifest.ts';

const builders = await findBuilders();
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'target-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const check = (using: Builder[] = builders) =>
  checkTarget({ role: 'base', source: folder, folder }, using, () => undefined);
const map: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: 'value' } };

test('finds a builder on this machine', () => {
  expect(builders).not.toEqual([]);
});

test('checks the objects that the tools build', async () => {
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [map.yaml]');
  writeFileSync(join(folder, 'map.yaml'), JSON.stringify({ ...map, metdata: {} }));
  const { objects, problems } = await check();
  expect(objects).toBe(1);
  expect(problems).toEqual(['ConfigMap a: metdata is not a field of V1ConfigMap']);
});

test('reports the message of a tool that cannot build', async () => {
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [missing.yaml]');
  const { problems } = await check();
  expect(problems).toHaveLength(builders.length);
  expect(problems.join()).toContain('missing.yaml');
});

test('reports objects that two tools build differently', async () => {
  const { problems } = await check([tool('one', 'a'), tool('two', 'b')]);
  expect(problems).toEqual(['ConfigMap a: one and two build it differently']);
});

function tool(name: string, value: string): Builder {
  return { name, build: () => Promise.resolve([{ ...map, data: { key: value } }]) };
}
