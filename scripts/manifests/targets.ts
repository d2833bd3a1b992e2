import { mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';

export type Role = 'overlay' | 'subject' | 'database' | 'base' | 'component';

/** Something that kustomize builds. `folder` is what to build, `source` what a person would look at. */
export type Target = { role: Role; source: string; folder: string };

const foldersOf: Record<Role, string> = {
  overlay: 'overlays',
  subject: 'subjects',
  database: 'databases',
  base: 'base',
  component: 'components',
};

export function listTargets(k8s: string): Target[] {
  return (Object.keys(foldersOf) as Role[]).flatMap((role) =>
    subfolders(join(k8s, foldersOf[role])).flatMap((source) =>
      role === 'component' ? { role, source, folder: onItsBase(k8s, source) } : { role, source, folder: source },
    ),
  );
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

/** What a component is added to when it is built on its own. */
const fits: Record<string, string> = { faults: 'base/shared', secrets: 'base/shared' };

/** A component builds nothing by itself: this makes a kustomization of it and a base that it fits. */
function onItsBase(k8s: string, component: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'component-'));
  const from = (path: string) => relative(folder, realpathSync(path)); // kustomize refuses absolute paths
  const base = join(k8s, fits[basename(component)] ?? 'base/notes-api');
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
