import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createAppFinder } from './app.ts';
import { findBuilders } from './builder.ts';
import { checkTarget } from './check-target.ts';
import { kustomizationProblems } from './rules/kustomizations.ts';
import { listTargets } from './targets.ts';

/**
 * Builds every kustomization below `k8s/` of the repository, checks the objects, and prints the problems and a summary.
 * @returns the exit code: 1 with problems or without a tool to build with, otherwise 0
 */
export async function checkManifests(root: string): Promise<number> {
  const builders = await findBuilders();
  if (builders.length === 0) {
    console.error('manifests: neither kustomize nor kubectl is installed: https://kubernetes.io/docs/tasks/tools/');
    return 1;
  }
  const k8s = join(root, 'k8s');
  const findApp = createAppFinder(join(root, 'apps'));
  const targets = listTargets(k8s);
  const problems = kustomizationProblems(k8s);
  let objects = 0;
  const reports = await Promise.all(targets.map((target) => checkTarget(target, builders, findApp)));
  for (const [index, { source, folder }] of targets.entries()) {
    const report = reports[index]!;
    objects += report.objects;
    problems.push(...report.problems.map((problem) => `${relative(root, source)}: ${problem}`));
    if (folder !== source) rmSync(folder, { recursive: true });
  }
  for (const problem of problems) console.error(problem);
  const tools = builders.map(({ name }) => name).join(' and ');
  const found = problems.length === 1 ? '1 problem' : `${problems.length || 'no'} problems`;
  console.log(`manifests: ${objects} objects of ${targets.length} kustomizations, built by ${tools}: ${found}`);
  return problems.length === 0 ? 0 : 1;
}
