import { readFile, realpath, statfs } from 'node:fs/promises';
import { errorCode, fileError } from './storage-error.ts';

/** The volume under a folder. The fields of the mount are null on systems without /proc (macOS). */
export interface Volume {
  readonly mountPoint: string | null;
  /** "ext4", "nfs4", "tmpfs", "overlay" */
  readonly fileSystem: string | null;
  /** "/dev/sda1", "server:/export", "tmpfs" */
  readonly device: string | null;
  readonly bytesTotal: number;
  /** Free bytes for a process without privileges. */
  readonly bytesFree: number;
}

/**
 * Describes the volume under an existing folder or file, following symbolic links.
 *
 * @throws StorageError `unavailable` when the path cannot be reached
 */
export async function describeVolume(path: string): Promise<Volume> {
  try {
    const [real, mounts, space] = await Promise.all([realpath(path), readMounts(), statfs(path)]);
    const mount = findMount(mounts, real);
    return {
      mountPoint: mount?.mountPoint ?? null,
      fileSystem: mount?.fileSystem ?? null,
      device: mount?.device ?? null,
      bytesTotal: space.blocks * space.bsize,
      bytesFree: space.bavail * space.bsize,
    };
  } catch (error) {
    throw fileError(`describing the volume of ${path}`, error);
  }
}

async function readMounts(): Promise<string> {
  try {
    return await readFile('/proc/self/mountinfo', 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/**
 * Finds the mount that an absolute path without symbolic links lies on.
 *
 * @param mountinfo the text of /proc/self/mountinfo, see proc_pid_mountinfo(5)
 */
export function findMount(
  mountinfo: string,
  path: string,
): Pick<Volume, 'mountPoint' | 'fileSystem' | 'device'> | undefined {
  const around = mountinfo
    .split('\n')
    .flatMap(parseMount)
    .filter(({ mountPoint }) => path === mountPoint || path.startsWith(mountPoint === '/' ? '/' : `${mountPoint}/`));
  // Of two mounts on one point the later hides the earlier.
  return around.reduce<(typeof around)[number] | undefined>(
    (best, mount) => (mount.mountPoint.length >= (best?.mountPoint.length ?? 0) ? mount : best),
    undefined,
  );
}

function parseMount(line: string) {
  const [before, after] = line.split(' - ');
  const mountPoint = before?.split(' ')[4];
  const [fileSystem, device] = after?.split(' ') ?? [];
  if (!mountPoint || !fileSystem || !device) return [];
  return [{ mountPoint: unescape(mountPoint), fileSystem, device: unescape(device) }];
}

/** The kernel writes space, tab, newline and backslash as \040, \011, \012 and \134. */
function unescape(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
