/** Where a change's line is. */
export interface Location {
  readonly file: number;
  /** bytes from the start of the file */
  readonly offset: number;
  /** bytes, newline not counted */
  readonly length: number;
}

/** What the index knows of each slot's change, one array for each field. */
export interface Columns {
  readonly files: Uint32Array;
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly versions: Uint32Array;
  readonly times: Float64Array;
  /** The writer's number, shifted left by one; the lowest bit is set for a deletion. */
  readonly origins: Uint32Array;
}

export function createColumns(capacity: number): Columns {
  return {
    files: new Uint32Array(capacity),
    offsets: new Float64Array(capacity),
    lengths: new Uint32Array(capacity),
    versions: new Uint32Array(capacity),
    times: new Float64Array(capacity),
    origins: new Uint32Array(capacity),
  };
}

export function locationAt({ files, offsets, lengths }: Columns, slot: number): Location {
  return { file: files[slot]!, offset: offsets[slot]!, length: lengths[slot]! };
}

/** The same content with twice the capacity. */
export function enlarge(columns: Columns): Columns {
  const larger = createColumns(columns.files.length * 2);
  for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(columns[name]);
  return larger;
}

/** Marks the changes that are in this file from this offset on as discarded: version 0, without a value. */
export function discardChanges(
  { files, offsets, versions, times, origins }: Columns,
  size: number,
  file: number,
  from: number,
): { readonly changes: number; readonly values: number } {
  const counts = { changes: 0, values: 0 };
  for (let slot = 0; slot < size; slot++) {
    if (files[slot] !== file || offsets[slot]! < from || versions[slot] === 0) continue;
    counts.changes++;
    if ((origins[slot]! & 1) === 0) counts.values++;
    versions[slot] = 0;
    times[slot] = 0;
    origins[slot]! |= 1;
  }
  return counts;
}
