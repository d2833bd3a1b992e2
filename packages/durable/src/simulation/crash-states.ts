import { dirname } from 'node:path';
import type { DiskHistory, DiskImage, NameStep, Step, WriteStep } from './disk-history.ts';
import type { Choose } from './seeded-random.ts';
import { overwrite } from './simulated-disk.ts';

/**
 * One state in which a power cut may leave a disk after the first `cut` steps, of those that ext4
 * and xfs allow in their weakest modes:
 *
 * - Everything that a sync covered is there. Only a sync of its folder covers a name.
 * - Each other change of a name is kept or lost independently, but no change of a name is kept without the earlier ones.
 * - Each page of a file that has unsynced writes is in the state after any number of these writes. The
 *   file ends where any of them ended, or at any page. A lost page reads as before, or as zeros.
 *
 * @param choose called for each open choice; option 0 keeps the change
 */
export function crashState(
  { start, startInodes, steps }: DiskHistory,
  cut: number,
  page: number,
  choose: Choose,
): DiskImage {
  const done = steps.slice(0, cut);
  const contents = new Map([...start].map(([path, content]) => [startInodes.get(path)!, content]));
  for (const step of done) if (step.kind === 'create') contents.set(step.inode, step.folder ? null : Buffer.alloc(0));
  const image = new Map<string, Uint8Array | null>();
  for (const [path, inode] of keptNames(new Map(startInodes), done, choose)) {
    const content = contents.get(inode)!;
    image.set(path, content && keptContent(Buffer.from(content), inode, done, page, choose));
  }
  for (const path of image.keys()) if (!isReachable(image, path)) image.delete(path);
  return image;
}

function isReachable(image: DiskImage, path: string): boolean {
  return path === '/' || (image.has(dirname(path)) && isReachable(image, dirname(path)));
}

function keptNames(names: Map<string, number>, steps: readonly Step[], choose: Choose): Map<string, number> {
  const lost = new Set<string>();
  for (const [at, step] of steps.entries()) {
    if (step.kind !== 'create' && step.kind !== 'rename' && step.kind !== 'unlink') continue;
    const touched = step.kind === 'rename' ? [step.from, step.to] : [step.path];
    const folder = dirname(touched[0]!);
    const isSynced = steps.some((sync) => sync.kind === 'sync-folder' && sync.path === folder && sync.before > at);
    const isKept = isSynced || (!touched.some((name) => lost.has(name)) && choose(2) === 0);
    if (isKept) changeName(names, step);
    else for (const name of touched) lost.add(name);
  }
  return names;
}

function changeName(names: Map<string, number>, step: NameStep): void {
  if (step.kind === 'create') names.set(step.path, step.inode);
  if (step.kind === 'unlink') names.delete(step.path);
  if (step.kind !== 'rename') return;
  names.set(step.to, names.get(step.from)!);
  names.delete(step.from);
}

function keptContent(content: Buffer, inode: number, steps: readonly Step[], page: number, choose: Choose): Buffer {
  const unsynced: WriteStep[] = [];
  let synced = content;
  for (const [at, step] of steps.entries()) {
    if (step.kind !== 'write' || step.inode !== inode) continue;
    if (isCovered(steps, inode, at)) synced = overwrite(synced, step.offset, step.data);
    else unsynced.push(step);
  }
  if (unsynced.length === 0) return synced;
  const size = chooseSize(synced.length, unsynced, page, choose);
  const kept = Buffer.alloc(size);
  for (let from = 0; from < size; from += page) {
    const writes = unsynced.filter(({ offset, data }) => offset < from + page && offset + data.length > from);
    const count = writes.length - (writes.length === 0 ? 0 : choose(writes.length + 1));
    const versions = writes.slice(0, count).reduce((bytes, { offset, data }) => overwrite(bytes, offset, data), synced);
    if (versions.length > from) versions.copy(kept, from, from, Math.min(from + page, size));
  }
  return kept;
}

/** Whether a sync of the file covers the write at this step. After a failed sync no later one does. */
function isCovered(steps: readonly Step[], inode: number, at: number): boolean {
  const sync = steps.find(
    (step) => (step.kind === 'sync-file' || step.kind === 'sync-failed') && step.inode === inode && step.before > at,
  );
  return sync?.kind === 'sync-file';
}

function chooseSize(synced: number, writes: WriteStep[], page: number, choose: Choose): number {
  const ends = writes.map(({ offset, data }) => offset + data.length);
  const sizes = new Set([...ends, synced]);
  for (let size = Math.ceil((synced + 1) / page) * page; size < Math.max(...ends); size += page) sizes.add(size);
  const sorted = [...sizes].filter((size) => size >= synced).toSorted((a, b) => b - a);
  return sorted[choose(sorted.length)]!;
}
