import { dirname } from 'node:path';
import type { FileHandle, FileSystem } from '../file-system.ts';
import type { DiskHistory, DiskImage, Step } from './disk-history.ts';

/** A disk in memory that records every change, for several simulated processes at once. */
export interface SimulatedDisk {
  readonly history: DiskHistory;
  /** Free bytes; at 0, writes fail with ENOSPC. */
  room: number;
  /** How many of the next syncs of files fail with EIO. */
  failingSyncs: number;
  /** The file system as one process sees it. `turn` is awaited before each call, and once within a sync. */
  mount(turn?: () => Promise<void>): FileSystem;
  /** The current content, synced or not. */
  image(): DiskImage;
}

interface Inode {
  readonly number: number;
  /** null for a folder */
  data: Buffer | null;
}

export function createSimulatedDisk(start: DiskImage = new Map([['/', null]])): SimulatedDisk {
  const names = new Map<string, Inode>();
  const steps: Step[] = [];
  let inodes = 0;
  for (const [path, content] of start) names.set(path, { number: ++inodes, data: content && Buffer.from(content) });
  const startInodes = new Map([...names].map(([path, { number }]) => [path, number]));

  const disk: SimulatedDisk = {
    history: { start, startInodes, steps },
    room: Infinity,
    failingSyncs: 0,
    mount: (turn = () => Promise.resolve()) => createMount(turn),
    image: () => new Map([...names].map(([path, { data }]) => [path, data])),
  };

  function find(path: string): Inode {
    const inode = names.get(path);
    if (!inode) throw systemError('ENOENT', path);
    return inode;
  }

  function create(path: string, data: Buffer | null): Inode {
    if (names.has(path)) throw systemError('EEXIST', path);
    find(dirname(path));
    const inode = { number: ++inodes, data };
    names.set(path, inode);
    steps.push({ kind: 'create', path, inode: inode.number, folder: data === null });
    return inode;
  }

  function write(inode: Inode, offset: number, data: Uint8Array): number {
    if (disk.room === 0) throw systemError('ENOSPC', 'write');
    const fitting = Buffer.from(data.subarray(0, Math.min(data.length, disk.room)));
    disk.room -= fitting.length;
    steps.push({ kind: 'write', inode: inode.number, offset, data: fitting });
    inode.data = overwrite(inode.data!, offset, fitting);
    return fitting.length;
  }

  async function sync(path: string, inode: Inode, turn: () => Promise<void>): Promise<void> {
    const before = steps.length;
    await turn();
    if (!inode.data) steps.push({ kind: 'sync-folder', path, before });
    else if (disk.failingSyncs > 0) {
      disk.failingSyncs--;
      steps.push({ kind: 'sync-failed', inode: inode.number, before });
      throw systemError('EIO', path);
    } else steps.push({ kind: 'sync-file', inode: inode.number, before });
  }

  function createMount(turn: () => Promise<void>): FileSystem {
    return {
      async open(path, flags) {
        await turn();
        if (flags === 'r') return createHandle(path, find(path), turn);
        if (flags === 'w') return createHandle(path, create(path, Buffer.alloc(0)), turn);
        if (flags === 'wx' || flags === 'ax+') return createHandle(path, create(path, Buffer.alloc(0)), turn);
        throw new Error(`the simulated disk does not support the flags ${flags}`);
      },
      async rename(from, to) {
        await turn();
        names.set(to, find(from));
        names.delete(from);
        steps.push({ kind: 'rename', from, to });
      },
      async unlink(path) {
        await turn();
        find(path);
        names.delete(path);
        steps.push({ kind: 'unlink', path });
      },
      async readdir(path) {
        await turn();
        find(path);
        const inside = [...names.keys()].filter((name) => name !== path && dirname(name) === path);
        return inside.map((name) => name.slice(path.length + (path === '/' ? 0 : 1)));
      },
      async stat(path) {
        await turn();
        return { dev: 1n, ino: BigInt(find(path).number), mtimeMs: BigInt(Date.now()) };
      },
      async mkdir(path) {
        await turn();
        create(path, null);
      },
    };
  }

  function createHandle(path: string, inode: Inode, turn: () => Promise<void>): FileHandle {
    return {
      async read(buffer, offset, length, position) {
        await turn();
        const bytes = inode.data!.subarray(position, position + length);
        buffer.set(bytes, offset);
        return { bytesRead: bytes.length };
      },
      async write(buffer, offset, length) {
        await turn();
        return { bytesWritten: write(inode, inode.data!.length, buffer.subarray(offset, offset + length)) };
      },
      async stat() {
        await turn();
        return { dev: 1n, ino: BigInt(inode.number), size: BigInt(inode.data!.length) };
      },
      async datasync() {
        await turn();
        await sync(path, inode, turn);
      },
      async sync() {
        await turn();
        await sync(path, inode, turn);
      },
      close: () => Promise.resolve(),
    };
  }

  return disk;
}

/** The content with `data` at `offset`; any gap is filled with zeros. */
export function overwrite(content: Buffer, offset: number, data: Uint8Array): Buffer {
  const result = Buffer.alloc(Math.max(content.length, offset + data.length));
  content.copy(result);
  result.set(data, offset);
  return result;
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
