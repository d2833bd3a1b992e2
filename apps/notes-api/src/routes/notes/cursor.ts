import { invalidParameters } from '@persistence-lab/service';
import type { Position } from '../../stores/store.ts';

const cursorPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A place in the list as clients carry it: opaque, so that it may change. */
export function formatCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/** Throws a problem (400) for anything that `writeCursor` has not written. */
export function parseCursor(cursor: string): Position {
  const [, createdAt = '', id = ''] = cursorPattern.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const position = { createdAt, id };
  // Buffer passes over what is not base64url; and 31 February has the form of a date.
  if (Number.isNaN(Date.parse(createdAt)) || formatCursor(position) !== cursor) {
    throw invalidParameters([{ path: ['cursor'], message: 'Must be the `next` of a page' }]);
  }
  return position;
}
