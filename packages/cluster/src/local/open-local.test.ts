import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Replica } from '../cluster.ts';
import { openLocal, type LocalCluster, type LocalOptions } from './open-local.ts';
import { programs } from './test/programs.ts';
import { allSettled, countNotes, patience, serving, writeNote } from './test/using.ts';

const stay = fileURLToPath(new URL('./test/open-and-stay.ts', import.meta.url));

let folder: string;
let cluster: LocalCluster | undefined;

beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'local-'))));
afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
  await rm(folder, { recursive: true });
});

async function open(kinds: string[], more: Partial<LocalOptions> = {}): Promise<LocalCluster> {
  cluster = await openLocal({ folder, programs, kinds, ...more });
  return cluster;
}

const processes = async () =>
  (JSON.parse(await readFile(join(folder, 'processes.json'), 'utf8')) as { pid: number }[]).map(({ pid }) => pid);

async function foldersOf(what: string): Promise<string[]> {
  const nodes = cluster!.nodes().map(({ name }) => readdir(join(folder, 'nodes', name, what)).catch(() => []));
  return (await Promise.all(nodes)).flat();
}

/** What every subject still has of its note, once the event has restarted or replaced all that holds data. */
async function whatStays(event: () => Promise<unknown>): Promise<Record<string, number>> {
  const holders = () => cluster!.subjects().flatMap((subject) => cluster!.dataReplicas(subject));
  await allSettled(cluster!);
  await Promise.all(
    cluster!.subjects().map(async (subject) => {
      const [replica] = cluster!.replicas(subject);
      if ((await countNotes(replica!)) === 0) await writeNote(replica!);
    }),
  );
  const before = new Map(holders().map(({ id, restarts }) => [id, restarts]));
  await event();
  const isOver = () => holders().every(({ id, restarts }) => restarts > (before.get(id) ?? -1));
  await cluster!.waitUntil('it has happened to all', isOver, { timeout: patience });
  await allSettled(cluster!);
  const counts = cluster!
    .subjects()
    .map(async (subject) => [subject.kind, await countNotes(cluster!.replicas(subject)[0]!)] as const);
  return Object.fromEntries(await Promise.all(counts));
}

/** As https://kubernetes.io/docs/concepts/storage/volumes/ and /docs/reference/node/what-happens-on-restart/ say. */
const keeps: Record<string, { crash: number; delete: number; reboot: number }> = {
  none: { crash: 0, delete: 0, reboot: 0 },
  emptydir: { crash: 1, delete: 0, reboot: 1 },
  memory: { crash: 1, delete: 0, reboot: 0 },
  ephemeral: { crash: 1, delete: 0, reboot: 1 },
  pvc: { crash: 1, delete: 1, reboot: 1 },
  'pvc-rwx': { crash: 1, delete: 1, reboot: 1 },
  statefulset: { crash: 1, delete: 1, reboot: 1 },
  postgres: { crash: 1, delete: 1, reboot: 1 },
  'redis-always': { crash: 1, delete: 1, reboot: 1 },
  'redis-none': { crash: 0, delete: 0, reboot: 0 },
};

describe('openLocal', { timeout: 300_000 }, () => {
  it('keeps on every kind of storage what Kubernetes keeps', async () => {
    await open(Object.keys(keeps));
    const each = (act: (replica: Replica) => Promise<void>) => () =>
      Promise.all(cluster!.subjects().map((subject) => act(cluster!.dataReplicas(subject)[0]!)));
    const switchAll = (action: 'on' | 'off') =>
      Promise.all(cluster!.nodes().map(({ name }) => cluster!.setNodePower(name, action)));
    const events = {
      crash: each(cluster!.crash),
      delete: each((replica) => cluster!.delete(replica)),
      reboot: () => switchAll('off').then(() => switchAll('on')),
    };
    for (const [name, event] of Object.entries(events) as [keyof typeof events, () => Promise<unknown>][]) {
      const expected = cluster!.subjects().map(({ kind }) => [kind, keeps[kind]![name]]);
      expect([name, await whatStays(event)]).toEqual([name, Object.fromEntries(expected)]);
    }
  });

  it.each(['hostpath', 'static-pv'])('leaves the data of %s on the node that a pod is moved from', async (kind) => {
    const subject = `notes-${kind}`;
    await open([kind]);
    const first = await serving(cluster!, subject);
    await writeNote(first);
    const move = async (cordoned: string, uncordoned: string) => {
      await cluster!.uncordon(uncordoned);
      await cluster!.cordon(cordoned);
      const { id } = await serving(cluster!, subject);
      await cluster!.delete(cluster!.replicas(cluster!.subject(subject))[0]!);
      await cluster!.waitUntil(
        'it is moved',
        () => cluster!.replicas(cluster!.subject(subject)).every((r) => r.id !== id),
        {
          timeout: patience,
        },
      );
      return serving(cluster!, subject);
    };
    await cluster!.cordon('node-3');
    const away = await move(first.node!, 'node-3');
    expect([away.node === first.node, await countNotes(away)]).toEqual([false, 0]);
    for (const { name } of cluster!.nodes().filter(({ name }) => name !== first.node)) await cluster!.cordon(name);
    const home = await move(away.node!, first.node!);
    expect([home.node, await countNotes(home)]).toEqual([first.node, 1]);
  });

  it('keeps nothing of pods and claims that are gone', async () => {
    await open(['emptydir', 'ephemeral', 'none']);
    await allSettled(cluster!);
    const first = cluster!.subjects().map((subject) => cluster!.replicas(subject)[0]!);
    await Promise.all(first.map((replica) => cluster!.delete(replica, { force: true })));
    await allSettled(cluster!);
    const [evicted] = cluster!.replicas(cluster!.subject('notes-emptydir'));
    await cluster!.setNodePower(evicted!.node!, 'off');
    const isEvicted = () =>
      cluster!.replicas(cluster!.subject('notes-emptydir')).some(({ terminating }) => terminating);
    await cluster!.waitUntil('it is evicted', isEvicted, { timeout: patience });
    await cluster!.setNodePower(evicted!.node!, 'on');
    await allSettled(cluster!);
    await expect.poll(() => foldersOf('emptydir'), { timeout: patience }).toHaveLength(1);
    await expect.poll(() => foldersOf('volumes'), { timeout: patience }).toHaveLength(1);
    await expect.poll(() => foldersOf('containers'), { timeout: patience }).toHaveLength(1);
  });

  it('says why there is no Redis, and runs the rest', async () => {
    await open(['none', 'redis-none'], { redis: null });
    expect(cluster!.subjects().map(({ name }) => name)).toEqual(['notes-none']);
    expect(cluster!.unavailable).toEqual([expect.stringMatching(/no(ne|t).*apt-get install redis-server/)]);
    expect(() => cluster!.subject('notes-redis-none')).toThrow('apt-get install redis-server');
  });

  it('tells why a service does not become ready, with the end of its log', async () => {
    await open(['none'], { programs: { notesApi: join(folder, 'missing.js') } });
    const restarting = () => cluster!.replicas(cluster!.subject('notes-none')).some(({ restarts }) => restarts > 0);
    await cluster!.waitUntil('it has ended', restarting, { timeout: patience });
    const [reason] = await cluster!.diagnose(cluster!.subject('notes-none'));
    expect(reason).toMatch(/notes-none-.*its container ended with 1/);
  });

  it('has ended every process once it is closed, and goes on from there', async () => {
    await open(['pvc', 'postgres']);
    await allSettled(cluster!);
    for (const subject of cluster!.subjects()) await writeNote(cluster!.replicas(subject)[0]!);
    const [, ...children] = await processes();
    expect(children).toHaveLength(3);
    await cluster!.close();
    for (const pid of children) expect(await processIdentity(pid)).toBeUndefined();
    await open(['pvc', 'postgres']);
    await allSettled(cluster!);
    for (const subject of cluster!.subjects()) expect(await countNotes(cluster!.replicas(subject)[0]!)).toBe(1);
  });

  it('cleans up after a process that was killed, and puts back what its run had broken', async () => {
    const kinds = ['pvc-rwx', 'statefulset', 'postgres'];
    const killed = spawn(process.execPath, [stay, folder, ...kinds], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(killed.stdout, 'data');
    await expect(openLocal({ folder, programs })).rejects.toMatchObject({ code: 'busy' });
    const [, ...orphans] = await processes();
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await open(kinds);
    expect(orphans.length).toBeGreaterThan(0);
    for (const pid of orphans) expect(await processIdentity(pid)).toBeUndefined();
    expect(cluster!.nodes()).toEqual([
      { name: 'node-1', ready: true, cordoned: true },
      { name: 'node-2', ready: false, cordoned: false },
      { name: 'node-3', ready: true, cordoned: false },
    ]);
    await expect(cluster!.beginRun('bob')).rejects.toMatchObject({
      code: 'busy',
      message: /restore --driver local --folder \//,
    });
    expect(await cluster!.restore()).toEqual([]);
    await allSettled(cluster!);
    expect(cluster!.nodes().map(({ ready, cordoned }) => [ready, cordoned])).toEqual(
      Array.from({ length: 3 }, () => [true, false]),
    );
    for (const subject of cluster!.subjects()) {
      expect(subject.desiredReplicas).toBe(1);
      expect(await countNotes(cluster!.replicas(subject)[0]!)).toBe(1);
    }
  });
});
