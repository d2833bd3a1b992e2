import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, processIdentity } from '@persistence-lab/local-servers';
import { ClusterError } from '../cluster-error.ts';

interface Life {
  readonly pid: number;
  readonly identity: string;
}

/** Milliseconds from SIGTERM to SIGKILL: our services end within 10 s. */
const endDeadline = 12_000;

/** The processes of one folder's cluster: ours, then those that it started. */
export interface ProcessList {
  /** Noted at once, so that the next to open the folder can end it when we are killed. */
  add(pid: number): Promise<void>;
  remove(pid: number): void;
  close(): void;
}

/**
 * Takes the folder for this process. Ends what a killed process left behind: only what is verifiably what it started,
 * and cleanly, for a killed Postgres is in the way of the next one.
 * @throws ClusterError `busy` while another process has it
 */
export async function openProcessList(folder: string): Promise<ProcessList> {
  const file = join(folder, 'processes.json');
  mkdirSync(folder, { recursive: true });
  let lives: Life[] = [await lifeOf(process.pid)];
  while (!created(file, lives)) {
    const [owner, ...children] = readLives(file);
    if (owner && (await processIdentity(owner.pid)) === owner.identity)
      throw new ClusterError(
        'busy',
        `The local cluster in ${folder} is in use by process ${owner.pid}; wait for its end, or stop it with Ctrl-C or: kill ${owner.pid}`,
      );
    await Promise.all(children.map(({ pid, identity }) => endProcess(pid, identity, 'SIGTERM', endDeadline)));
    rmSync(file, { force: true });
  }
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(lives));
    renameSync(`${file}.new`, file);
  };
  return {
    async add(pid) {
      const life = await lifeOf(pid);
      lives.push(life);
      save();
    },
    remove(pid) {
      lives = lives.filter((life) => life.pid !== pid);
      save();
    },
    close: () => rmSync(file, { force: true }),
  };
}

function created(file: string, lives: Life[]): boolean {
  try {
    writeFileSync(file, JSON.stringify(lives), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Empty when its writer was killed in the middle of the first one. */
function readLives(file: string): Life[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Life[];
  } catch {
    return [];
  }
}

async function lifeOf(pid: number): Promise<Life> {
  return { pid, identity: (await processIdentity(pid)) ?? 'ended' };
}
