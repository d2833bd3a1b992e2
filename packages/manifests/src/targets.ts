import { globSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';

export type Role = 'all' | 'overlay' | 'subject' | 'database' | 'base' | 'component';

/** A kustomization to build. `source` is its folder in the repository, `folder` the one to build. */
export type Target = { role: Role; source: string; folder: string };

const roles: Record<string, Role> = {
  all: 'all',
  overlays: 'overlay',
  subjects: 'subject',
  databases: 'database',
  base: 'base',
  components: 'component',
};

/** Every kustomization below the folder. @throws Error when one is in a folder without a role */
export function listTargets(k8s: string): Target[] {
  return globSync('**/kustomization.yaml', { cwd: k8s })
    .toSorted()
    .map((file) => {
      const role = roles[file.split(sep)[0] ?? ''];
      if (role === undefined) throw new Error(`k8s/${file} is in none of ${Object.keys(roles).join(', ')}`);
      const source = join(k8s, dirname(file));
      return { role, source, folder: role === 'component' ? withBase(k8s, source) : source };
    });
}

/** What a component is added to when it is built on its own; the others need an app. */
const baseOfComponent: Record<string, string> = { faults: 'base/shared', secrets: 'base/shared', 'no-hostpath': 'all' };

/** Writes a temporary kustomization of a component and its base, because a component alone builds nothing. */
function withBase(k8s: string, component: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'component-'));
  const from = (path: string) => relative(folder, realpathSync(path)); // kustomize refuses absolute paths
  const base = join(k8s, baseOfComponent[basename(component)] ?? 'base/notes-api');
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    JSON.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [from(base)],
      components: [from(component)],
    }),
  );
  return folder;
}
