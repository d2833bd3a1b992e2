import {
  check,
  type Checked,
  idParametersSchema,
  type Issue,
  type NoteDraft,
  noteDraftSchema,
  pageQuerySchema,
} from '@persistence-lab/api';
import { invalidBody, invalidParameters } from '@persistence-lab/service';
import type { Request } from 'express';
import type { Position } from '../../stores/store.ts';

// Each function validates a part of a request. @throws ProblemError 400 that names every error

export function readId(request: Request): string {
  return requireValid(check(idParametersSchema, request.params), invalidParameters).id;
}

export function readDraft(request: Request): NoteDraft {
  return requireValid(check(noteDraftSchema, request.body), invalidBody);
}

export function readPage(request: Request): { limit: number; after: Position | undefined } {
  const { limit, cursor } = requireValid(check(pageQuerySchema, request.query), invalidParameters);
  return { limit, after: cursor === undefined ? undefined : parseCursor(cursor) };
}

function requireValid<T>({ value, issues }: Checked<T>, problem: (issues: Issue[]) => Error): T {
  if (issues) throw problem(issues);
  return value;
}

const cursorPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Formats a position in the list for clients; opaque, so that the format can change. */
export function formatCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/** Parses a cursor of `formatCursor`. @throws ProblemError 400 for any other text */
export function parseCursor(cursor: string): Position {
  const [, createdAt = '', id = ''] = cursorPattern.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const position = { createdAt, id };
  // Buffer ignores characters outside base64url, and the pattern accepts dates such as 31 February.
  if (Number.isNaN(Date.parse(createdAt)) || formatCursor(position) !== cursor) {
    throw invalidParameters([{ path: ['cursor'], message: 'Must be the `next` of a page' }]);
  }
  return position;
}
