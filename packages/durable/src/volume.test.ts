import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeVolume, findMount } from './volume.ts';

const mountinfo = [
  '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard',
  '31 22 0:31 / /data rw,relatime shared:1 - tmpfs tmpfs rw,mode=755',
  '32 22 8:1 /volumes/a /data/claim rw - ext4 /dev/sda1 rw',
  '33 22 0:40 / /data\\040two rw - nfs4 server:/my\\040export rw',
  '34 22 8:2 / /data/claim rw - xfs /dev/sdb1 rw',
  '',
].join('\n');

describe('findMount', () => {
  it('chooses the innermost mount around the path', () => {
    expect(findMount(mountinfo, '/data/files')).toEqual({ mountPoint: '/data', fileSystem: 'tmpfs', device: 'tmpfs' });
    expect(findMount(mountinfo, '/data')?.mountPoint).toBe('/data');
    expect(findMount(mountinfo, '/var/lib')?.mountPoint).toBe('/');
  });

  it('does not mistake a longer name for a path inside the mount', () => {
    expect(findMount(mountinfo, '/database')?.mountPoint).toBe('/');
  });

  it('chooses the later of two mounts on one point, which hides the earlier', () => {
    expect(findMount(mountinfo, '/data/claim/x')?.fileSystem).toBe('xfs');
  });

  it('decodes names with spaces', () => {
    expect(findMount(mountinfo, '/data two/x')).toEqual({
      mountPoint: '/data two',
      fileSystem: 'nfs4',
      device: 'server:/my export',
    });
  });

  it('returns undefined without mounts', () => {
    expect(findMount('', '/data')).toBeUndefined();
  });
});

describe('describeVolume', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'volume-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reports the size and the free space of a real folder', async () => {
    const volume = await describeVolume(folder);
    expect(volume.bytesTotal).toBeGreaterThan(0);
    expect(volume.bytesFree).toBeGreaterThan(0);
    expect(volume.bytesFree).toBeLessThanOrEqual(volume.bytesTotal);
  });

  it.runIf(process.platform === 'linux')('follows a symbolic link to the volume behind it', async () => {
    await symlink('/proc', join(folder, 'link'));
    expect(await describeVolume(join(folder, 'link'))).toMatchObject({ mountPoint: '/proc', fileSystem: 'proc' });
  });

  it('rejects with unavailable for a missing folder', async () => {
    await expect(describeVolume(join(folder, 'missing'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
