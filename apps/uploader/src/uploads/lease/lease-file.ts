import { randomBytes } from 'node:crypto';

/**
 * The state of an upload: the name of one empty file in its folder. The name changes only by `rename`, which
 * the file system (or the server behind it) grants to one process and refuses to all others. A process whose
 * rename succeeds therefore knows that no other changed the state since it read it.
 */
export interface LeaseFile {
  /** Bytes on disk, in the parts up to `part`. */
  readonly offset: number;
  /** Id of the part that contains the last of them, or `noPart`. */
  readonly part: string;
  /** The process that adds bytes now, or `noHolder`. */
  readonly holder: string;
  /** Increases while the holder is alive. */
  readonly heartbeat: number;
}

export const noHolder = 'idle';

const leaseFilePattern = /^at-(\d{1,16})-([0-9a-f]{12}|none)-([0-9a-f]{12}|idle)-(\d{1,9})$/;

export const randomId = (): string => randomBytes(6).toString('hex');

export const leaseFileName = ({ offset, part, holder, heartbeat }: LeaseFile): string =>
  `at-${offset}-${part}-${holder}-${heartbeat}`;

export function parseLeaseFile(name: string): LeaseFile | undefined {
  const [matched, offset, part, holder, heartbeat] = leaseFilePattern.exec(name) ?? [];
  if (matched === undefined) return undefined;
  return { offset: Number(offset), part: part!, holder: holder!, heartbeat: Number(heartbeat) };
}
