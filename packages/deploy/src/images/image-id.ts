import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../run-program.ts';
import { fullName } from './build-images.ts';

// Each prints "2026-11-23T03:00:00Z sha256:..."
const inspections = [
  ['docker', 'image', 'inspect', '--format', '{{.Created}} {{.Id}}'],
  ['podman', 'image', 'inspect', '--format', '{{.Created.Format "2006-01-02T15:04:05Z07:00"}} {{.Id}}'],
  [
    'buildah',
    'inspect',
    '--type=image',
    '--format',
    '{{.OCIv1.Created.Format "2006-01-02T15:04:05Z07:00"}} {{.FromImageID}}',
  ],
];

/**
 * Identifies one build of an image: the id of the newest image of that name that a tool on this machine has, else (it was
 * built elsewhere) the hash of the sources.
 */
export async function imageId(image: string): Promise<string> {
  // podman and buildah complete a short name to localhost/...: ask for the full one as well.
  const names = [...new Set([image, fullName(image)])];
  const found = await Promise.all(
    inspections.flatMap((inspection) => names.map((name) => inspect([...inspection, name]))),
  );
  const newest = found.flat().toSorted((a, b) => b.created - a.created)[0];
  return newest?.id ?? `sources-${await sourcesHash()}`;
}

async function inspect([program = '', ...args]: string[]): Promise<{ id: string; created: number }[]> {
  const { code, stdout } = await capture(program, args);
  const [created = '', id = ''] = stdout.trim().split(' ');
  return code === 0 && id ? [{ id: id.replace(/^sha256:/, ''), created: Date.parse(created) || 0 }] : [];
}

/** git's tree hash of the project's folder: everything that git does not ignore, committed or not. */
async function sourcesHash(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'persistence-lab-index-'));
  const git = (...args: string[]) => capture('git', args, { env: { GIT_INDEX_FILE: join(folder, 'index') } });
  try {
    await git('add', '--all');
    return (await git('write-tree')).stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
