import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { processIdentity } from '@persistence-lab/local-servers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Undo } from './cluster.ts';
import { createRunRecord } from './run-record.ts';
import { createMemoryStorage } from './test/memory-storage.ts';

const cordoned: Undo = { undo: 'uncordon', node: 'node-1' };
const scaled: Undo = { undo: 'scale', workload: { name: 'notes-pvc', namespace: 'lab' }, replicas: 1, claims: [] };

const written = (text: string | null | undefined) => JSON.parse(text ?? '{}') as { undos: Undo[] };

/** A storage with the run of another process, which lives until the test ends or `kill`. */
async function runOfAnother() {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1e6)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const storage = createMemoryStorage();
  const owner = { host: hostname(), pid: child.pid!, identity: await processIdentity(child.pid!) };
  const run = { id: 'r1', startedAt: '2026-01-02T03:04:05.678Z', by: 'ana on laptop', undos: [cordoned], owner };
  await storage.create(JSON.stringify(run));
  const kill = () => child.kill('SIGKILL') && once(child, 'exit');
  return { storage, kill };
}

describe('a run', () => {
  it('is written down with what it has to undo, oldest first', async () => {
    const storage = createMemoryStorage();
    const record = createRunRecord(storage);
    await record.begin('ana');
    await record.add(cordoned);
    await record.add(scaled);
    expect(written(storage.texts.at(-1)).undos).toEqual([cordoned, scaled]);
    await record.remove(cordoned);
    expect(written(storage.texts.at(-1)).undos).toEqual([scaled]);
    expect(await createRunRecord(storage).readRun()).toMatchObject({ by: 'ana', undos: [scaled] });
  });

  it('is written once for changes that come together, and each waits for its own', async () => {
    const storage = createMemoryStorage();
    const record = createRunRecord(storage);
    await record.begin('ana');
    const nodes = ['a', 'b', 'c', 'd'].map((node): Undo => ({ undo: 'uncordon', node }));
    await Promise.all(
      nodes.map(async (undo) => {
        await record.add(undo);
        expect(written(storage.texts.at(-1)).undos).toContainEqual(undo);
      }),
    );
    expect(storage.texts).toHaveLength(2);
  });

  it('is not written where none was begun, and yet knows its own changes', async () => {
    const storage = createMemoryStorage();
    const record = createRunRecord(storage);
    await record.add(scaled);
    expect(storage.texts).toEqual([]);
    expect(record.findScale({ name: 'notes-pvc', namespace: 'lab' })).toEqual(scaled);
  });

  it('leaves nothing behind when it is closed', async () => {
    const storage = createMemoryStorage();
    const record = createRunRecord(storage);
    await record.begin('ana');
    await record.close();
    expect(await record.readRun()).toBeNull();
    await record.begin('bob');
  });

  it('is put back by another after it was killed, and then refuses its own changes', async () => {
    const storage = createMemoryStorage();
    const killed = createRunRecord(storage);
    await killed.begin('ana');
    await killed.add(cordoned);
    const other = createRunRecord(storage);
    expect(await other.adopt()).toMatchObject({ by: 'ana', undos: [cordoned] });
    await expect(killed.add(scaled)).rejects.toMatchObject({ code: 'busy' });
    await other.remove(cordoned);
    await other.close();
    expect(await storage.read()).toBeNull();
  });

  it('goes on after a write that failed', async () => {
    const storage = createMemoryStorage();
    let broken = true;
    const record = createRunRecord({
      ...storage,
      write: async (text, version) => {
        if (broken) throw new Error('no connection');
        return storage.write(text, version);
      },
    });
    await record.begin('ana');
    await expect(record.add(cordoned)).rejects.toThrow('no connection');
    broken = false;
    await record.add(scaled);
    expect(written(storage.texts.at(-1)).undos).toEqual([cordoned, scaled]);
  });
});

describe('a run of another process', () => {
  it('that is at work lets no other begin, nor put it back', async () => {
    const { storage } = await runOfAnother();
    const record = createRunRecord(storage);
    await expect(record.begin('bob')).rejects.toMatchObject({
      code: 'busy',
      message: 'ana on laptop runs the lab here since 2026-01-02 03:04 UTC: wait for its end, or stop it with Ctrl-C.',
    });
    await expect(record.adopt()).rejects.toMatchObject({ code: 'busy', message: /still going/ });
  });

  it('that was killed has to be put back before another can begin', async () => {
    const { storage, kill } = await runOfAnother();
    await kill();
    const record = createRunRecord(storage);
    await expect(record.begin('bob')).rejects.toMatchObject({
      code: 'busy',
      message: /^A run of ana on laptop since 2026-01-02 03:04 UTC was never put back; .*npm run lab -- restore$/,
    });
    expect(await record.adopt()).toMatchObject({ undos: [cordoned] });
    expect(JSON.parse(storage.texts.at(-1)!)).toMatchObject({ by: 'ana on laptop', owner: { pid: process.pid } });
  });
});
