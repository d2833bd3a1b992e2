import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullName } from './build-images.ts';
import { capture, root } from './run-command.ts';

// each prints "2026-11-23T03:00:00Z sha256:..."; the full name is the one that all of them know
const inspections = [
  ['docker', 'image', 'inspect', '--format', '{{.Created}} {{.Id}}'],
  ['podman', 'image', 'inspect', '--format', '{{.Created.Format "2006-01-02T15:04:05Z07:00"}} {{.Id}}'],
  [
    'buildah',
    'inspect',
    '--type',
    'image',
    '--format',
    '{{.OCIv1.Created.Format "2006-01-02T15:04:05Z07:00"}} {{.FromImageID}}',
  ],
];

/**
 * What tells one build of an image from another: the id of the newest image of that name that a tool on this machine
 * has; where none has one (it was built elsewhere), the hash of the sources.
 */
export async function imageId(image: string): Promise<string> {
  const found = await Promise.all(
    inspections.map(async ([program = '', ...args]) => {
      const { code, stdout } = await capture(program, [...args, fullName(image)]);
      const [created = '', id = ''] = stdout.trim().split(' ');
      return code === 0 && id ? [{ id: id.replace(/^sha256:/, ''), created: Date.parse(created) || 0 }] : [];
    }),
  );
  const newest = found.flat().sort((a, b) => b.created - a.created)[0];
  return newest?.id ?? `sources-${await sourcesHash()}`;
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
