import { hash } from 'node:crypto';
import type { Note } from '@persistence-lab/api';
import { problem } from '@persistence-lab/service';

/** Serializes a note for a response, with the same order of fields for every store. */
export function serializeNote({ id, title, text, createdAt, updatedAt, version, writtenBy }: Note): string {
  return JSON.stringify({ id, title, text, createdAt, updatedAt, version, writtenBy });
}

/**
 * Returns the strong validator of a serialized note (RFC 9110, 8.8.1). It includes a hash of the content: a note that
 * was deleted and created again has the same version, perhaps even the same times.
 */
export function etagOf(note: Note, serialized = serializeNote(note)): string {
  return `"${note.version}-${hash('sha256', serialized, 'base64url').slice(0, 22)}"`;
}

/** Entity tags of a header, or `*`. */
export type EntityTags = '*' | { readonly weak: boolean; readonly tag: string }[];

// RFC 9110, 8.8.3; Node decodes octets above 0x7f as latin1. Empty list elements are allowed (5.6.1.2).
const element = /[ \t]*(?:(W\/)?("[\x21\x23-\x7e\x80-\xff]*"))?[ \t]*(?:,|$)/y;

/** Parses If-Match or If-None-Match. @throws ProblemError 400 when it is neither `*` nor a list of tags */
export function parseEntityTags(name: string, value: string | undefined): EntityTags | undefined {
  if (value === undefined) return undefined;
  if (value.trim() === '*') return '*';
  const tags: { weak: boolean; tag: string }[] = [];
  element.lastIndex = 0;
  while (element.lastIndex < value.length) {
    const match = element.exec(value);
    if (!match) throw malformed(name);
    if (match[2]) tags.push({ weak: match[1] !== undefined, tag: match[2] });
  }
  if (tags.length === 0) throw malformed(name);
  return tags;
}

function malformed(name: string) {
  return problem(400, 'malformed-header', 'A header is malformed', `${name} must be * or a list of entity tags: "..."`);
}
