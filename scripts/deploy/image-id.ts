import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullName } from './build-images.ts';
import { capture } from './run-command.ts';

// each prints "2026-11-23T03:00:00Z sha256:..."
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
 * What tells one build of an image from another: the id of the newest image of that name that a tool on this machine
 * has; where none has one (it was built elsewhere), the hash of the sources.
 */
export async function imageId(image: string): Promise<string> {
  // podman and buildah take a short name for localhost/... unless they were told the full one
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

/** git's own hash of everything in the project's folder, committed or not, that git does not ignore. */
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
