import type { Replica } from '@persistence-lab/cluster';
import { createDisk, createNotesService } from '@persistence-lab/experiment/test-support';
import { expect, it } from 'vitest';
import { readThroughEach } from './reader.ts';
import { createWriter } from '../load/writer.ts';

const { signal } = new AbortController();
const replicaOf = (fetch: Replica['fetch']) => ({ name: 'notes-1', node: 'a', fetch }) as Replica;

/** A service with empty lists, and the paths that were requested by id. */
function withEmptyLists(service: typeof fetch) {
  const requested: string[] = [];
  const hiding: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, 'http://replica');
    if (pathname === '/v1/notes') return Response.json({ notes: [], next: null });
    requested.push(pathname);
    return service(input, init);
  };
  return { requested, hiding };
}

async function written(notes: number, ...replicas: Replica[]) {
  const writer = createWriter('notes-x', 'lab-1');
  await writer.fill(replicas, notes, signal);
  return writer.ledger;
}

it('finds every note that exists, even if no list contains it', async () => {
  const service = createNotesService(createDisk());
  const ledger = await written(300, replicaOf(service));
  const [reading] = await readThroughEach([replicaOf(withEmptyLists(service).hiding)], ledger, { signal });
  expect(reading).toMatchObject({ kept: 300, missing: [] });
});

it('does not request a thousand lost notes one by one', async () => {
  const ledger = await written(1_000, replicaOf(createNotesService(createDisk())));
  const { requested, hiding } = withEmptyLists(createNotesService(createDisk()));
  const [reading] = await readThroughEach([replicaOf(hiding)], ledger, { signal });
  expect(reading!.missing).toHaveLength(1_000);
  expect(new Set(requested).size).toBe(50);
});
