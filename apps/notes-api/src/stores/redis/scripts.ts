import { defineScript } from '@redis/client';
import type { Note } from '@persistence-lab/api';

/** The index in the order of the list: a sorted set orders members with equal scores by their bytes. */
export const indexKey = 'notes:index';
export const heartbeatKey = 'notes:heartbeat';
export const noteKey = (id: string) => `note:${id}`;
export const indexMember = ({ createdAt, id }: Pick<Note, 'createdAt' | 'id'>) => `${createdAt}|${id}`;

/**
 * Identifies the state that a change is based on, '' without a note. States that are equal here have the same ETag, so
 * no precondition distinguishes them.
 */
const stateOf = (note: Note | undefined) => (note ? `${note.version} ${note.createdAt} ${note.updatedAt}` : '');

const requireState = `
  local found = redis.call('HMGET', KEYS[1], 'version', 'createdAt', 'updatedAt')
  if (found[1] and table.concat(found, ' ') or '') ~= ARGV[1] then return 0 end`;

/**
 * Each change is one script: Redis executes it atomically and logs it as one MULTI, so that a note and its index entry
 * are stored both or neither, and the comparison needs no WATCH, which would take a connection per change. The client's
 * `multi()` is unsuitable: it queues without a connection, even with `disableOfflineQueue`, and sends the commands
 * after their caller has received an error.
 */
export const scripts = {
  /** Returns 1 when the note was stored, 0 when the stored note is not `current`. */
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
  /** Returns 1 when the note was deleted, 0 when the stored note is not `current`. */
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
