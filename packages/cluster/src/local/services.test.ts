import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer, freePort, openRedis, portIsFree } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openLocal, type LocalCluster, type LocalOptions } from './open-local.ts';
import { endpointsOf } from './services.ts';
import { programs } from './test/programs.ts';
import { allSettled, countNotes, patience, serving, writeNote } from './test/using.ts';
import { createTestWorld } from './test/worlds.ts';

const withRedis = (await findRedisServer()) !== undefined;

let folder: string;
let port: number;
let cluster: LocalCluster | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'services-'));
  port = await freePort();
});
afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
  await rm(folder, { recursive: true });
});

async function open(kind: string, more: Partial<LocalOptions> = {}): Promise<LocalCluster> {
  const services = [{ subject: `notes-${kind}`, port }];
  cluster = await openLocal({ folder, programs, kinds: [kind], services, ...more });
  return cluster;
}

// a connection each: one that is kept open stays with its replica
const ask = () => fetch(`http://127.0.0.1:${port}/v1/notes`, { headers: { connection: 'close' } });

async function titles(): Promise<string[]> {
  const { notes } = (await (await ask()).json()) as { notes: { title: string }[] };
  return notes.map(({ title }) => title);
}

it('has the ready replicas that run as its endpoints, and no other', () => {
  const world = createTestWorld(['notes-none', 'notes-pvc']);
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 4));
  world.settle();
  const [ready, unready, ending, restarting] = world.pods('notes-none');
  unready!.ready = false;
  ending!.terminating = true;
  const containerOf = (pod: string) => (pod === restarting!.id ? undefined : { url: `http://127.0.0.1:2000${pod}` });
  const { state } = world;
  expect(endpointsOf('notes-none', { state, containerOf })).toEqual([Number(`2000${ready!.id}`)]);
});

describe('a Service of a simulated cluster', { timeout: 300_000 }, () => {
  it('reaches the subject also after its pod was deleted, and every replica in turn', async () => {
    await open('pvc-rwx');
    const first = await serving(cluster!, 'notes-pvc-rwx');
    await writeNote(first);
    expect(await titles()).toEqual(['kept?']);
    await cluster!.delete(first);
    const isGone = () => cluster!.replicas(cluster!.subject('notes-pvc-rwx')).every(({ id }) => id !== first.id);
    await cluster!.waitUntil('it is gone', isGone, { timeout: patience });
    await allSettled(cluster!);
    expect(await titles()).toEqual(['kept?']);
    await cluster!.scale(cluster!.subject('notes-pvc-rwx'), 2);
    await allSettled(cluster!);
    const names = cluster!.replicas(cluster!.subject('notes-pvc-rwx')).map(({ name }) => name);
    const answers = [await ask(), await ask(), await ask(), await ask()];
    const by = answers.map(({ headers }) => headers.get('served-by'));
    expect(by.toSorted()).toEqual([...names, ...names].toSorted());
  });

  it('answers nobody while no replica is ready, and leaves its port when the cluster is closed', async () => {
    await open('none', { programs: { notesApi: join(folder, 'missing.js') } });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(await portIsFree(port)).toBe(false);
    await cluster!.close();
    expect(await portIsFree(port)).toBe(true);
  });

  it('says which port is in use, and leaves the folder to the next', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const refused = { code: 'busy', message: expect.stringContaining(`port ${port} is in use`) };
    await expect(open('none')).rejects.toMatchObject(refused);
    other.close();
    await once(other, 'close');
    await open('none');
  });

  it('is refused for a subject that nobody knows, and not there for one that has no Redis', async () => {
    await expect(open('none', { services: [{ subject: 'notes-nine', port }] })).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringContaining('notes-nine'),
    });
    await open('redis-always', { redis: null });
    expect(await portIsFree(port)).toBe(true);
  });
});

describe('openLocal', { timeout: 300_000 }, () => {
  it('ends services before the database that they use', async () => {
    await open('postgres', { logLevel: 'info' });
    await writeNote(await serving(cluster!, 'notes-postgres'));
    const [{ name } = { name: '' }] = cluster!.replicas(cluster!.subject('notes-postgres'));
    await cluster!.close();
    const log = await readFile(cluster!.logFileOf({ name }), 'utf8');
    expect(log).toContain('"msg":"listening"');
    expect(log).not.toContain('"level":"error"');
    expect(log).not.toContain('terminating connection');
    expect(await readFile(cluster!.logFileOf({ name: 'postgres-0' }), 'utf8')).toContain('ready to accept connections');
  });

  it.skipIf(!withRedis)('keeps notes on a Redis that runs already (needs a redis-server on PATH)', async () => {
    const redis = await openRedis({ dir: join(folder, 'redis') });
    onTestFinished(() => redis.kill());
    await open('redis', { redis: null, externalRedis: redis });
    await writeNote(await serving(cluster!, 'notes-redis'));
    await cluster!.close();
    await open('redis', { redis: null, externalRedis: redis });
    expect(await countNotes(await serving(cluster!, 'notes-redis'))).toBe(1);
    expect(cluster!.workloads().map(({ name }) => name)).toEqual(['notes-redis']);
    await redis.stop();
  });
});
