/**
 * The files of a journal folder, by their extensions:
 *
 * - `.journal`: one writer appends to it.
 * - `.sealed`: a former journal. No acknowledged change is added to it any more, and a snapshot replaces it.
 * - `.snapshot`: the latest changes of the files that it replaces; complete as soon as it has this name.
 * - `.damaged`: kept by a repair for examination; never read.
 * - `.tmp`, and names that begin with a dot: temporary files; never read.
 */
export type FileKind = 'journal' | 'sealed' | 'snapshot';

export interface FileName {
  /** The name without its extension; sealing keeps it, so it identifies the file. */
  readonly stem: string;
  readonly kind: FileKind;
}

const pattern = /^([0-9a-f]{16}-\d+)\.(journal|sealed|snapshot)$/;
const ignored = /^\.|\.(tmp|damaged)$|^lost\+found$/;

/** The parts of a journal file's name; undefined for names to ignore; `foreign` for any other. */
export function parseFileName(name: string): FileName | 'foreign' | undefined {
  const match = pattern.exec(name);
  if (match) return { stem: match[1]!, kind: match[2] as FileKind };
  return ignored.test(name) ? undefined : 'foreign';
}

export function fileName(stem: string, kind: FileKind): string {
  return `${stem}.${kind}`;
}
