import type { Replica } from '@persistence-lab/cluster';
import { createDisk, createNotesService } from '@persistence-lab/experiment/test-support';
import { expect, it } from 'vitest';
import { readThroughEach } from './reader.ts';
import { createWriter } from '../load/writer.ts';

const { signal } = new AbortController();
const replicaOf = (fetch: Replica['fetch']) => ({ name: 'notes-1', node: 'a', fetch }) as Replica;

/** A service whose lists are empty, and what it was asked for by id. */
function hidingItsLists(service: typeof fetch) {
  const asked: string[] = [];
  const hiding: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, 'http://replica');
    if (pathname === '/v1/notes') return Response.json({ notes: [], next: null });
    asked.push(pathname);
    return service(input, init);
  };
  return { asked, hiding };
}

async function written(notes: number, ...replicas: Replica[]) {
  const writer = createWriter('notes-x', 'lab-1');
  await writer.fill(replicas, notes, signal);
  return writer.ledger;
}

it('finds every note that is there, also when no list shows it', async () => {
  const service = createNotesService(createDisk());
  const ledger = await written(300, replicaOf(service));
  const [reading] = await readThroughEach([replicaOf(hidingItsLists(service).hiding)], ledger, { signal });
  expect(reading).toMatchObject({ kept: 300, missing: [] });
});

it('does not ask for a thousand lost notes one by one', async () => {
  const ledger = await written(1_000, replicaOf(createNotesService(createDisk())));
  const { asked, hiding } = hidingItsLists(createNotesService(createDisk()));
  const [reading] = await readThroughEach([replicaOf(hiding)], ledger, { signal });
  expect(reading!.missing).toHaveLength(1_000);
  expect(new Set(asked).size).toBe(50);
});
