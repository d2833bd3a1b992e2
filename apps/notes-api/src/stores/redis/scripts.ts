import { defineScript } from '@redis/client';
import type { Note } from '@persistence-lab/api';

/** The index in the order of the list: members of equal score are ordered by their bytes. */
export const indexKey = 'notes:index';
export const heartbeatKey = 'notes:heartbeat';
export const noteKey = (id: string) => `note:${id}`;
export const indexMember = ({ createdAt, id }: Pick<Note, 'createdAt' | 'id'>) => `${createdAt}|${id}`;

/**
 * The state that a change was decided on, '' when there was no note. Two states that agree in this
 * have the same ETag, so no precondition tells them apart.
 */
const stateOf = (note: Note | undefined) => (note ? `${note.version} ${note.createdAt} ${note.updatedAt}` : '');

const requireState = `
  local found = redis.call('HMGET', KEYS[1], 'version', 'createdAt', 'updatedAt')
  if (found[1] and table.concat(found, ' ') or '') ~= ARGV[1] then return 0 end`;

/**
 * Each change is one script: Redis runs it alone and writes what it changed to the log as one MULTI, so
 * a note and its place in the index are kept both or neither, and the comparison needs no WATCH (which
 * would need a connection for each change). The client's `multi()` won't do at all: it queues while
 * there is no connection, even with `disableOfflineQueue`, and sends when the caller has long been
 * told that it failed.
 */
export const scripts = {
  /** 1 when the note was kept, 0 when what is there is not `current`. */
  saveNote: defineScript({
    SCRIPT: `${requireState}
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  redis.call('ZADD', KEYS[2], 0, ARGV[2])
  return 1`,
    NUMBER_OF_KEYS: 2,
    parseCommand(parser, note: Note, current: Note | undefined) {
      const { id, version, ...texts } = note;
      parser.pushKeys([noteKey(id), indexKey]);
      parser.push(stateOf(current), indexMember(note), 'version', String(version), ...Object.entries(texts).flat());
    },
    transformReply: (reply: number) => reply === 1,
  }),
  /** 1 when the note was removed, 0 when what is there is not `current`. */
  removeNote: defineScript({
    SCRIPT: `${requireState}
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[2])
  return 1`,
    NUMBER_OF_KEYS: 2,
    parseCommand(parser, current: Note) {
      parser.pushKeys([noteKey(current.id), indexKey]);
      parser.push(stateOf(current), indexMember(current));
    },
    transformReply: (reply: number) => reply === 1,
  }),
};
