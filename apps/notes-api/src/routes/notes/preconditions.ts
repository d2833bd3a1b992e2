import type { IncomingHttpHeaders } from 'node:http';
import type { Note } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';
import { type EntityTags, etagOf, parseEntityTags } from './etag.ts';
import type { Precondition } from '../../stores/store.ts';

/** If-Match and If-None-Match of a request (RFC 9110, 13). Notes have no Last-Modified. */
export interface Preconditions {
  readonly ifMatch: EntityTags | undefined;
  readonly ifNoneMatch: EntityTags | undefined;
}

/** Parses both headers. @throws ProblemError 400 when one is malformed */
export function readPreconditions(headers: IncomingHttpHeaders): Preconditions {
  return {
    ifMatch: parseEntityTags('If-Match', headers['if-match']),
    ifNoneMatch: parseEntityTags('If-None-Match', headers['if-none-match']),
  };
}

/** Returns the precondition of a change; undefined without either header, which saves the store a read. */
export function changePrecondition(conditions: Preconditions): Precondition | undefined {
  if (conditions.ifMatch === undefined && conditions.ifNoneMatch === undefined) return undefined;
  return (current) => {
    requireMatch(conditions, current);
    if (!noneMatches(conditions, current)) {
      throw new StorageError('conflict', `If-None-Match does not hold: ${describeState(current)}`);
    }
  };
}

/** Checks If-Match with strong comparison: a weak tag never matches. @throws StorageError `conflict` */
export function requireMatch({ ifMatch }: Preconditions, current: Note | undefined): void {
  if (ifMatch === undefined || includesCurrent(ifMatch, current, { strong: true })) return;
  throw new StorageError('conflict', `If-Match does not hold: ${describeState(current)}`);
}

/** Whether If-None-Match holds or is absent; the comparison is weak. */
export function noneMatches({ ifNoneMatch }: Preconditions, current: Note | undefined): boolean {
  return ifNoneMatch === undefined || !includesCurrent(ifNoneMatch, current, { strong: false });
}

function includesCurrent(tags: EntityTags, current: Note | undefined, { strong }: { strong: boolean }): boolean {
  if (!current) return false;
  if (tags === '*') return true;
  const etag = etagOf(current);
  return tags.some(({ weak, tag }) => tag === etag && !(strong && weak));
}

const describeState = (current: Note | undefined) =>
  current ? `the ETag of the note is ${etagOf(current)}` : 'the note does not exist';
