import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSession } from './session.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'session-'));
});

afterEach(() => rm(data, { recursive: true }));

async function stayingProcess() {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1e6)']);
  await once(child.stdout, 'data');
  return { child, pid: child.pid!, identity: (await processIdentity(child.pid!))! };
}

const leave = (lives: unknown) => writeFile(join(data, 'session.json'), JSON.stringify(lives));

test('refuses a folder on which another run lives, and says how to stop that one', async () => {
  const other = await stayingProcess();
  await leave([other]);
  await expect(openSession(data)).rejects.toThrow(`Already running on ${data} (pid ${other.pid})`);
  other.child.kill();
});

test('ends what a killed run left behind', async () => {
  const orphan = await stayingProcess();
  await leave([{ pid: orphan.pid, identity: 'an earlier life' }, orphan]);
  await openSession(data);
  expect(await processIdentity(orphan.pid)).toBeUndefined();
});

test('leaves alone a process that only has the pid of a child of a killed run', async () => {
  const stranger = await stayingProcess();
  await leave([
    { pid: 1, identity: 'ended' },
    { pid: stranger.pid, identity: 'an earlier life' },
  ]);
  await openSession(data);
  expect(await processIdentity(stranger.pid)).toBe(stranger.identity);
  stranger.child.kill();
});

test('takes over from a run that was killed while it wrote its notes', async () => {
  await writeFile(join(data, 'session.json'), '[{"pid": 12');
  await expect(openSession(data)).resolves.toBeDefined();
});

test('notes every child, and nothing once it is closed', async () => {
  const child = await stayingProcess();
  const session = await openSession(data);
  await session.add(child.pid);
  const noted = JSON.parse(await readFile(join(data, 'session.json'), 'utf8')) as { pid: number }[];
  expect(noted.map(({ pid }) => pid)).toEqual([process.pid, child.pid]);
  await session.close();
  await expect(readFile(join(data, 'session.json'))).rejects.toThrow('ENOENT');
  child.child.kill();
});
