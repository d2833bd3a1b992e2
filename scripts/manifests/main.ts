// Builds every overlay, subject, database, base and component, and checks what comes out, without a cluster.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { loadAppVariables } from './app-variables.ts';
import { findBuilders } from './builder.ts';
import { checkTarget } from './check.ts';
import { kustomizationProblems } from './rules/kustomizations.ts';
import { listTargets, type Target } from './targets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builders = await findBuilders();
if (builders.length === 0) {
  console.error('manifests: neither kustomize nor kubectl is installed: https://kubernetes.io/docs/tasks/tools/');
  process.exit(1);
}

const apps = await loadAppVariables(`${root}apps`);
const targets = listTargets(`${root}k8s`);
const problems = kustomizationProblems(`${root}k8s`);
const reports = await Promise.all(targets.map((target) => checkTarget(target, builders, apps)));
const objects = reports.reduce((sum, report) => sum + report.objects, 0);
reports.forEach((report, index) => {
  const { folder, source } = targets[index] as Target;
  problems.push(...report.problems.map((problem) => `${relative(root, source)}: ${problem}`));
  if (folder !== source) rmSync(folder, { recursive: true });
});

for (const problem of problems) console.error(problem);
const found = problems.length === 0 ? 'no problems' : `${problems.length} problems`;
console.log(
  `manifests: ${objects} objects of ${targets.length} kustomizations, built by ${builders.map(({ name }) => name).join(' and ')}: ${found}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
