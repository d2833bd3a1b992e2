/**
 * The files of a journal folder, by their endings:
 *
 * - `.journal`: one writer appends to it.
 * - `.sealed`: was a journal; nothing acknowledged is added to it any more, and a snapshot will replace it.
 * - `.snapshot`: what stands of the files it replaced; complete from the moment it has this name.
 * - `.damaged`: kept by a repair, for who wants to look; never read.
 * - `.tmp`, and names that begin with a dot: not yet or no longer of use, never read.
 */
export type FileKind = 'journal' | 'sealed' | 'snapshot';

export interface FileName {
  /** The name without its ending; sealing keeps it, so that it names the file for life. */
  readonly stem: string;
  readonly kind: FileKind;
}

const pattern = /^([0-9a-f]{16}-\d+)\.(journal|sealed|snapshot)$/;
const ignored = /^\.|\.(tmp|damaged)$|^lost\+found$/;

/** The journal file that this name belongs to; undefined for names to ignore; `foreign` for what is not ours. */
export function parseFileName(name: string): FileName | 'foreign' | undefined {
  const match = pattern.exec(name);
  if (match) return { stem: match[1]!, kind: match[2] as FileKind };
  return ignored.test(name) ? undefined : 'foreign';
}

export function fileName(stem: string, kind: FileKind): string {
  return `${stem}.${kind}`;
}
