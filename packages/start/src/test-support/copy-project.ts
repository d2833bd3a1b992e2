import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { root } from '@persistence-lab/command-line';

const workspaces = '@persistence-lab';
const generated = new Set(['node_modules', 'dist', 'reports', '.turbo']);

const isSource = (path: string) =>
  !relative(root, path)
    .split(sep)
    .some((name) => generated.has(name));

/** Copies the project's sources into an empty folder; packages from elsewhere are linked. */
export async function copyProject(folder: string): Promise<void> {
  for (const name of ['apps', 'packages', 'scripts', 'package.json'])
    await cp(join(root, name), join(folder, name), { recursive: true, filter: isSource });
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(join(to, workspaces), { recursive: true });
  for (const name of await readdir(from)) if (name !== workspaces) await symlink(join(from, name), join(to, name));
  // Links of npm are relative: they lead into the copy.
  await cp(join(from, workspaces), join(to, workspaces), { recursive: true, verbatimSymlinks: true });
}
