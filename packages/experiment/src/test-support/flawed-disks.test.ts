import { createNotesClient, type Note, type NotesClient } from '@persistence-lab/api';
import { describe, expect, it } from 'vitest';
import { judge } from '../verdicts/judge.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { createDisk, type Disk } from './disk.ts';
import { alterFirst, createAlteringDisk, createDroppingDisk, createLateDisk, createStaleView } from './flawed-disks.ts';
import { createNotesService } from './notes-service.ts';

const clientOf = (fetch: typeof globalThis.fetch) => createNotesClient({ baseUrl: 'http://double', fetch });
const serve = (disk: Disk) => clientOf(createNotesService(disk));

/** Writes new notes and returns their ids in the order of acknowledgement. */
async function write(ledger: Ledger, client: NotesClient, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const draft = { title: `note ${n}`, text: `text ${n}` };
    const { note } = await client.create(draft);
    ledger.acknowledge(ledger.add(note.id), note, draft);
    ids.push(note.id);
  }
  return ids;
}

async function replace(ledger: Ledger, client: NotesClient, id: string): Promise<void> {
  const draft = { title: 'replaced', text: `another text of ${id}` };
  const { note } = await client.put(id, draft);
  ledger.acknowledge(ledger.entries.get(id)!, note, draft);
}

async function readAll(ledger: Ledger, ...clients: NotesClient[]) {
  const readings = await Promise.all(
    clients.map(async (client, n) => {
      const found = new Map<string, Note>();
      for await (const note of client.all(500)) found.set(note.id, note);
      return { replica: `replica ${n}`, node: null, ...ledger.examine(found) };
    }),
  );
  return { ...judge(ledger.expectedCount, readings, ledger.altered), readings };
}

const alterAnswer = (note: Note) => (note.title === 'note 5' ? { ...note, text: alterFirst(note.text) } : note);

describe('the ledger detects', () => {
  it('no problem in a service without flaws', async () => {
    const ledger = createLedger();
    const disk = createDisk();
    const [first = ''] = await write(ledger, serve(disk), 1_200);
    await replace(ledger, serve(disk), first);
    disk.crash();
    expect(await readAll(ledger, serve(disk), serve(disk))).toMatchObject({
      verdict: 'survived',
      kept: 1_200,
      lost: 0,
    });
  });

  it('a service that acknowledges before it writes, after a crash', async () => {
    const ledger = createLedger();
    const disk = createLateDisk(100);
    const ids = await write(ledger, serve(disk), 1_030);
    expect(await readAll(ledger, serve(disk))).toMatchObject({ verdict: 'survived' });
    disk.crash();
    const found = await readAll(ledger, serve(disk));
    expect(found).toMatchObject({ verdict: 'partly lost', kept: 1_000, lost: 30 });
    expect(found.readings[0]).toMatchObject({ missing: ids.slice(1_000), stale: [], changed: [] });
  });

  it('a service that had written nothing when it crashed', async () => {
    const ledger = createLedger();
    const disk = createLateDisk(Infinity);
    await write(ledger, serve(disk), 20);
    disk.crash();
    expect(await readAll(ledger, serve(disk))).toMatchObject({ verdict: 'lost', kept: 0, lost: 20 });
  });

  it('a service that acknowledges a replacement before it writes it: the older state is back', async () => {
    const ledger = createLedger();
    const disk = createLateDisk(10);
    const ids = await write(ledger, serve(disk), 10);
    await replace(ledger, serve(disk), ids[3]!);
    disk.crash();
    const found = await readAll(ledger, serve(disk));
    expect(found).toMatchObject({ verdict: 'partly lost', kept: 9, lost: 1 });
    expect(found.readings[0]).toMatchObject({ missing: [], stale: [ids[3]], changed: [] });
  });

  it('a service that drops every 500th note', async () => {
    const ledger = createLedger();
    const disk = createDroppingDisk(500);
    const ids = await write(ledger, serve(disk), 1_600);
    const found = await readAll(ledger, serve(disk));
    expect(found).toMatchObject({ verdict: 'partly lost', kept: 1_597, lost: 3 });
    expect(found.readings[0]!.missing).toEqual([ids[499], ids[999], ids[1_499]]);
  });

  it('a service that alters one byte of one note', async () => {
    const ledger = createLedger();
    const disk = createAlteringDisk(700);
    const ids = await write(ledger, serve(disk), 1_000);
    const found = await readAll(ledger, serve(disk));
    expect(found).toMatchObject({ verdict: 'corrupt', kept: 999, lost: 1 });
    expect(found.readings[0]!.changed).toEqual([ids[699]]);
  });

  it('a service that acknowledges other content than was sent, whatever it returns later', async () => {
    const ledger = createLedger();
    const disk = createDisk();
    const ids = await write(ledger, clientOf(createNotesService(disk, { alterAnswer })), 10);
    const found = await readAll(ledger, serve(disk));
    expect(found.verdict).toBe('corrupt');
    expect(ledger.altered).toEqual([ids[5]]);
    expect(found.readings[0]!.changed).toEqual([ids[5]]);
  });

  it('a replica that serves old data beside one that does not', async () => {
    const ledger = createLedger();
    const disk = createDisk();
    const ids = await write(ledger, serve(disk), 10);
    const behind = serve(createStaleView(disk));
    await replace(ledger, serve(disk), ids[2]!);
    const [missed = ''] = await write(ledger, serve(disk), 1);
    const found = await readAll(ledger, serve(disk), behind);
    expect(found).toMatchObject({ verdict: 'diverged', kept: 9, lost: 2 });
    expect(found.readings[0]).toMatchObject({ kept: 11, missing: [], stale: [] });
    expect(found.readings[1]).toMatchObject({ kept: 9, missing: [missed], stale: [ids[2]], changed: [] });
  });
});
