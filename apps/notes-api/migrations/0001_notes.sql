-- Up Migration

CREATE TABLE notes (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  text text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  written_by text NOT NULL
);

-- Order of the list: a page begins after any (created_at, id) without reading the rows before it.
CREATE INDEX notes_by_age ON notes (created_at, id);

-- A single row that the readiness probe writes, because a read cannot detect a full or read-only disk.
CREATE TABLE heartbeat (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  written_at timestamptz NOT NULL,
  written_by text NOT NULL
);

-- Down Migration

DROP TABLE heartbeat;
DROP TABLE notes;
