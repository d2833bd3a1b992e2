import { link, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '@persistence-lab/durable';
import { v7 as uuidv7 } from 'uuid';
import { draft } from './load/requests.ts';

/** A folder of the file store that holds many notes. */
export interface Seed {
  readonly notes: number;
  /** Ids of notes in it, a random sample. */
  readonly ids: readonly string[];
  /** A new folder with these notes, for one service. */
  dataDir(): Promise<string>;
}

interface SeedOptions {
  readonly data: string;
  readonly notes: number;
  readonly folder: () => Promise<string>;
  readonly progress: (text: string) => void;
}

/** Changes per sync: the notes are written through the journal, as the service writes them. */
const batch = 10_000;
/** Ids to keep for requests, about. */
const sample = 10_000;

/** Makes the folder in `data`, or uses the complete one that is there. */
export async function makeSeed({ data, notes, folder, progress }: SeedOptions): Promise<Seed> {
  const dir = join(data, `notes-${notes}`);
  const idsFile = join(dir, 'ids.json');
  const known = await readFile(idsFile, 'utf8').catch(() => undefined);
  const ids = known === undefined ? await fill(dir, notes, progress) : (JSON.parse(known) as string[]);
  if (known === undefined) await writeWhole(idsFile, JSON.stringify(ids));
  return {
    notes,
    ids,
    async dataDir() {
      const copy = await folder();
      await mkdir(join(copy, 'notes'));
      // A service never writes to the journal of another process, it only renames and removes it: hard links suffice.
      for (const name of await readdir(join(dir, 'notes'))) {
        await link(join(dir, 'notes', name), join(copy, 'notes', name));
      }
      return copy;
    },
  };
}

async function fill(dir: string, notes: number, progress: (text: string) => void): Promise<string[]> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  const ids: string[] = [];
  const journal = await openJournal({ dir: join(dir, 'notes') });
  const began = Date.now() - notes;
  for (let made = 0; made < notes; made += batch) {
    if (made % 100_000 === 0) progress(`making ${notes} notes: ${made}`);
    const numbers = Array.from({ length: Math.min(batch, notes - made) }, (_, at) => made + at);
    await Promise.all(
      numbers.map((number) => {
        const [key, time] = [uuidv7({ msecs: began + number }), began + number];
        if (Math.random() < sample / notes) ids.push(key);
        return journal.append({ key, version: 1, created: time, time, value: { ...draft, writtenBy: 'bench' } });
      }),
    );
  }
  await journal.close();
  return ids;
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
