import { type Note, type NoteDraft, type NotePage, notePageSchema, noteSchema } from '../schemas/note.ts';
import { paths } from '../paths.ts';
import { type NotesStorageReport, notesStorageReportSchema } from '../schemas/storage-report.ts';
import { type ClientOptions, createSend, jsonRequest, queryString } from './transport.ts';

/** A note with the headers of its response. */
export interface NoteResponse {
  readonly note: Note;
  /** For `ifMatch`; empty when a proxy removed it. */
  readonly etag: string;
  /** The pod that responded; null without a `Served-By` header. */
  readonly servedBy: string | null;
}

export interface PutConditions {
  /** Replace only the state with this ETag: 412 when the note has changed. */
  readonly ifMatch?: string;
  /** Only create: 412 when the note exists. */
  readonly ifNew?: boolean;
}

/** Every method throws ApiError for a response that is not a success. */
export interface NotesClient {
  /** Resolves once the note is stored. After a rejection without a response the outcome is unknown. */
  create(draft: NoteDraft): Promise<NoteResponse>;
  /** Can be repeated when the outcome is unknown, since the client chooses the id. */
  put(id: string, draft: NoteDraft, conditions?: PutConditions): Promise<NoteResponse & { created: boolean }>;
  get(id: string): Promise<NoteResponse>;
  delete(id: string, conditions?: Pick<PutConditions, 'ifMatch'>): Promise<void>;
  list(page?: { limit?: number; cursor?: string }): Promise<NotePage>;
  /** Yields every note, newest first, page by page. */
  all(limit?: number): AsyncGenerator<Note, void, void>;
  storage(): Promise<NotesStorageReport>;
}

/** Creates a client of the notes API that validates each response by its schema. */
export function createNotesClient(options: ClientOptions): NotesClient {
  const send = createSend(options);
  const list = async ({ limit, cursor }: { limit?: number; cursor?: string } = {}) => {
    const response = await send('GET', `${paths.notes}${queryString({ limit, cursor })}`);
    return notePageSchema.parse(await response.json());
  };
  return {
    create: async (draft) => readNote(await send('POST', paths.notes, jsonRequest(draft))),
    put: async (id, draft, conditions) => {
      const response = await send('PUT', paths.note(id), jsonRequest(draft, conditionHeaders(conditions)));
      return { ...(await readNote(response)), created: response.status === 201 };
    },
    get: async (id) => readNote(await send('GET', paths.note(id))),
    delete: async (id, conditions) => {
      await send('DELETE', paths.note(id), { headers: conditionHeaders(conditions) });
    },
    list,
    async *all(limit) {
      let page = await list({ ...(limit && { limit }) });
      yield* page.notes;
      while (page.next) {
        page = await list({ ...(limit && { limit }), cursor: page.next });
        yield* page.notes;
      }
    },
    storage: async () => notesStorageReportSchema.parse(await (await send('GET', paths.storage)).json()),
  };
}

function conditionHeaders({ ifMatch, ifNew }: PutConditions = {}): Record<string, string> {
  return { ...(ifMatch && { 'if-match': ifMatch }), ...(ifNew && { 'if-none-match': '*' }) };
}

async function readNote(response: Response): Promise<NoteResponse> {
  const note = noteSchema.parse(await response.json());
  return { note, etag: response.headers.get('etag') ?? '', servedBy: response.headers.get('served-by') };
}
