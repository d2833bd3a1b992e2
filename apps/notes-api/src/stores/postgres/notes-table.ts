import type { Note } from '@persistence-lab/api';
import type { Statements } from './connection.ts';
import type { Position } from '../store.ts';

interface NoteRow {
  id: string;
  title: string;
  text: string;
  created_at: Date;
  updated_at: Date;
  version: number;
  written_by: string;
}

/** A note and the state of its row. */
interface FoundNote {
  readonly note: Note;
  readonly rowState: string;
}

const columns = 'id, title, text, created_at, updated_at, version, written_by';
const values = (note: Note) => [
  note.id,
  note.title,
  note.text,
  note.createdAt,
  note.updatedAt,
  note.version,
  note.writtenBy,
];

const noteOf = (row: NoteRow): Note => ({
  id: row.id,
  title: row.title,
  text: row.text,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  version: row.version,
  writtenBy: row.written_by,
});

/**
 * Accesses the table of notes. Each change is a single statement and transaction, so that a stopped process leaves no
 * locks. `replace` and `remove` require the row state that `find` returned: `xmin`, the id of the transaction that
 * wrote the row, differs even when a note is deleted and created again.
 */
export function createNotesTable({ read, change }: Statements) {
  return {
    find: async (id: string): Promise<FoundNote | undefined> => {
      const text = `SELECT ${columns}, xmin::text AS row_state FROM notes WHERE id = $1`;
      const [row] = await read<NoteRow & { row_state: string }>('reading a note', text, [id]);
      return row && { note: noteOf(row), rowState: row.row_state };
    },

    /** False when the note exists already. */
    insert: async (note: Note): Promise<boolean> => {
      const text = `INSERT INTO notes (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`;
      return (await change('storing a note', text, values(note))) === 1;
    },

    /** False when the row has changed meanwhile. */
    replace: async (note: Note, rowState: string): Promise<boolean> => {
      const text = `UPDATE notes SET (${columns}) = ROW ($1, $2, $3, $4, $5, $6, $7) WHERE id = $1 AND xmin = $8::xid`;
      return (await change('storing a note', text, [...values(note), rowState])) === 1;
    },

    /** False when the row has changed meanwhile. */
    remove: async (id: string, rowState: string): Promise<boolean> => {
      const text = 'DELETE FROM notes WHERE id = $1 AND xmin = $2::xid';
      return (await change('deleting a note', text, [id, rowState])) === 1;
    },

    newest: async (limit: number, after: Position | undefined): Promise<Note[]> => {
      const before = after ? 'WHERE (created_at, id) < ($2::timestamptz, $3::uuid)' : '';
      const text = `SELECT ${columns} FROM notes ${before} ORDER BY created_at DESC, id DESC LIMIT $1`;
      const rows = await read<NoteRow>('listing notes', text, [limit, ...(after ? [after.createdAt, after.id] : [])]);
      return rows.map(noteOf);
    },
  };
}
