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
import { parseCursor } from './cursor.ts';
import type { Position } from '../../stores/store.ts';

/** What a request says, checked; each throws a problem (400) that names everything that is wrong. */
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
