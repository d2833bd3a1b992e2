import type { IncomingHttpHeaders } from 'node:http';
import type { Note } from '@persistence-lab/api';
import { StorageError } from '@persistence-lab/durable';
import { type EntityTags, etagOf, parseEntityTags } from './etag.ts';
import type { Precondition } from '../../stores/store.ts';

/** If-Match and If-None-Match of a request, as RFC 9110, 13 wants them. Notes have no Last-Modified. */
export interface Preconditions {
  readonly ifMatch: EntityTags | undefined;
  readonly ifNoneMatch: EntityTags | undefined;
}

/** Throws a problem (400) when one of the two is malformed. */
export function readPreconditions(headers: IncomingHttpHeaders): Preconditions {
  return {
    ifMatch: parseEntityTags('If-Match', headers['if-match']),
    ifNoneMatch: parseEntityTags('If-None-Match', headers['if-none-match']),
  };
}

/** The precondition of a change: undefined when the request has none, so that the store need not look. */
export function changePrecondition(conditions: Preconditions): Precondition | undefined {
  if (conditions.ifMatch === undefined && conditions.ifNoneMatch === undefined) return undefined;
  return (current) => {
    requireMatch(conditions, current);
    if (!noneMatches(conditions, current)) {
      throw new StorageError('conflict', `If-None-Match does not hold: the note is at ${describeState(current)}`);
    }
  };
}

/** Throws a conflict when If-Match does not hold. Its comparison is strong: a weak tag never matches. */
export function requireMatch({ ifMatch }: Preconditions, current: Note | undefined): void {
  if (ifMatch === undefined || includesCurrent(ifMatch, current, { strong: true })) return;
  throw new StorageError('conflict', `If-Match does not hold: the note is at ${describeState(current)}`);
}

/** Whether If-None-Match holds, or was not given. Its comparison is weak. */
export function noneMatches({ ifNoneMatch }: Preconditions, current: Note | undefined): boolean {
  return ifNoneMatch === undefined || !includesCurrent(ifNoneMatch, current, { strong: false });
}

function includesCurrent(tags: EntityTags, current: Note | undefined, { strong }: { strong: boolean }): boolean {
  if (!current) return false;
  if (tags === '*') return true;
  const etag = etagOf(current);
  return tags.some(({ weak, tag }) => tag === etag && !(strong && weak));
}

const describeState = (current: Note | undefined) => (current ? etagOf(current) : 'no state, there is none');
