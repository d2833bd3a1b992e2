import { check, type Note, noteDraftSchema, pageQuerySchema, paths } from '@persistence-lab/api';
import { v7 as uuidv7 } from 'uuid';
import type { Disk } from './disk.ts';

export interface NotesServiceOptions {
  /** The value of `writtenBy`. */
  readonly name?: string;
  /** Alters the note in the response to a change. */
  readonly alterAnswer?: (note: Note) => Note;
}

/**
 * A notes API without a process or a network: takes requests as `fetch` does and follows the HTTP contract, except for
 * conditional requests. Always ready.
 */
export function createNotesService(disk: Disk, options: NotesServiceOptions = {}): typeof fetch {
  const { name = 'double', alterAnswer = (note) => note } = options;
  const author = createAuthor(name);

  async function write(request: Request, id: string): Promise<Response> {
    const { value, issues } = check(noteDraftSchema, await request.json().catch(() => undefined));
    if (issues) return problem(400, 'invalid-body');
    const before = disk.get(id);
    const note = author({ id, ...value }, before);
    disk.set(note);
    return answer(before ? 200 : 201, alterAnswer(note), { location: paths.note(id) });
  }

  function remove(id: string): Response {
    if (!disk.get(id)) return problem(404, 'not-found');
    disk.delete(id);
    return new Response(null, { status: 204 });
  }

  function read(id: string): Response {
    const note = disk.get(id);
    return note ? answer(200, note) : problem(404, 'not-found');
  }

  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, 'http://double');
    const request = new Request(url, input instanceof Request ? input : init);
    request.signal.throwIfAborted();
    const id = decodeURIComponent(url.pathname.slice(paths.notes.length + 1));
    if (url.pathname === '/readyz' || url.pathname === '/livez') return Response.json({ status: 'ok' });
    if (!url.pathname.startsWith(paths.notes)) return problem(404, 'not-found');
    if (id === '' && request.method === 'POST') return write(request, uuidv7());
    if (id === '' && request.method === 'GET') return list(disk, url.searchParams);
    if (id !== '' && request.method === 'PUT') return write(request, id);
    if (id !== '' && request.method === 'GET') return read(id);
    if (id !== '' && request.method === 'DELETE') return remove(id);
    return problem(405, 'method-not-allowed');
  };
}

/** Turns drafts into notes; each is a millisecond later than the previous one. */
function createAuthor(writtenBy: string) {
  let time = Date.now();
  return ({ id, title, text }: Pick<Note, 'id' | 'title' | 'text'>, before: Note | undefined): Note => {
    const updatedAt = new Date(++time).toISOString();
    const version = (before?.version ?? 0) + 1;
    return { id, title, text, createdAt: before?.createdAt ?? updatedAt, updatedAt, version, writtenBy };
  };
}

/** Newest first. The cursor is the sort key of the last note on its page. */
function list(disk: Disk, search: URLSearchParams): Response {
  const { value, issues } = check(pageQuerySchema, Object.fromEntries(search));
  if (issues) return problem(400, 'invalid-parameters');
  const { limit, cursor } = value;
  const after = disk
    .all()
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1))
    .filter((note) => cursor === undefined || sortKey(note) < cursor);
  const notes = after.slice(0, limit);
  const last = notes.at(-1);
  return Response.json({ notes, next: last && after.length > limit ? sortKey(last) : null });
}

const sortKey = ({ createdAt, id }: Note) => `${createdAt} ${id}`;

function answer(status: number, note: Note, headers: Record<string, string> = {}): Response {
  return Response.json(note, { status, headers: { ...headers, etag: `"${note.version}"` } });
}

function problem(status: number, type: string): Response {
  const body = { type: `https://persistence-lab.dev/problems/${type}`, title: type, status };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } });
}
