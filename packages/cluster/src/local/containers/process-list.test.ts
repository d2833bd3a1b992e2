import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '@persistence-lab/local-servers';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { openProcessList } from './process-list.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'process-list-'))));
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'processes.json');

async function stranger(act = `console.log('up')`) {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, ['-e', `setInterval(() => {}, 1e6); ${act}`], { stdio: [...stdio] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { pid: child.pid!, identity: (await processIdentity(child.pid!))!, ended };
}

it('refuses a folder that a living process has, and says which', async () => {
  const other = await stranger();
  await writeFile(file(), JSON.stringify([other]));
  await expect(openProcessList(folder)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(`process ${other.pid}`),
  });
});

it('ends what a killed process left behind', async () => {
  const orphan = await stranger();
  await writeFile(file(), JSON.stringify([{ pid: 1, identity: 'ended' }, orphan]));
  await openProcessList(folder);
  expect(await processIdentity(orphan.pid)).toBeUndefined();
});

it('lets what was left behind end cleanly', async () => {
  const orphan = await stranger(`process.on('SIGTERM', () => process.exit(7)); console.log('up')`);
  await writeFile(file(), JSON.stringify([{ pid: 1, identity: 'ended' }, orphan]));
  await openProcessList(folder);
  expect(await orphan.ended).toEqual([7, null]);
});

it('spares a process that only has the pid of one that was left behind', async () => {
  const other = await stranger();
  await writeFile(
    file(),
    JSON.stringify([
      { pid: 1, identity: 'ended' },
      { pid: other.pid, identity: 'an earlier life' },
    ]),
  );
  await openProcessList(folder);
  expect(await processIdentity(other.pid)).toBe(other.identity);
});

it('takes over from a process that was killed while it wrote', async () => {
  await writeFile(file(), '[{"pid": 12');
  await expect(openProcessList(folder)).resolves.toBeDefined();
});

it('lists its own process and those that it has started until it is closed', async () => {
  const list = await openProcessList(folder);
  const [one, two] = [await stranger(), await stranger()];
  await list.add(one.pid);
  await list.add(two.pid);
  list.remove(one.pid);
  const noted = JSON.parse(await readFile(file(), 'utf8')) as { pid: number }[];
  expect(noted.map(({ pid }) => pid)).toEqual([process.pid, two.pid]);
  list.close();
  await expect(readFile(file())).rejects.toThrow('ENOENT');
});
