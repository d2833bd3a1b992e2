import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, processIdentity } from '@persistence-lab/local-servers';
import { CannotStart } from './cannot-start.ts';

interface Life {
  pid: number;
  identity: string;
}

/** What runs on a data folder: this process and the services that it started. */
export interface Session {
  /** Notes a child, so that the next start can end it when we are killed. */
  add(pid: number): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that a service has to end after SIGTERM. */
const endDeadline = 12_000;

/**
 * Takes the data folder for this process. Ends what a killed run left behind: only processes that are
 * verifiably the ones that it started.
 *
 * @throws CannotStart when another run lives on it
 */
export async function openSession(data: string): Promise<Session> {
  const file = join(data, 'session.json');
  const lives: Life[] = [await lifeOf(process.pid)];
  while (!(await created(file, lives))) {
    const [main, ...children] = await readLives(file);
    if (main && (await processIdentity(main.pid)) === main.identity) {
      throw new CannotStart(
        `Already running on ${data} (pid ${main.pid}). Stop that one with Ctrl-C or: kill ${main.pid}`,
      );
    }
    if (children.length > 0) console.log('An earlier run was killed: stopping what it left behind ...');
    await Promise.all(children.map(({ pid, identity }) => endProcess(pid, identity, 'SIGTERM', endDeadline)));
    await rm(file, { force: true });
  }
  let saved = Promise.resolve();
  return {
    async add(pid) {
      lives.push(await lifeOf(pid));
      saved = saved.then(() => save(file, lives));
      await saved;
    },
    close: () => rm(file, { force: true }),
  };
}

async function created(file: string, lives: Life[]): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(lives), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

async function save(file: string, lives: Life[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(lives));
  await rename(`${file}.new`, file);
}

async function readLives(file: string): Promise<Life[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Life[];
  } catch {
    return [];
  }
}

async function lifeOf(pid: number): Promise<Life> {
  return { pid, identity: (await processIdentity(pid)) ?? 'ended' };
}
