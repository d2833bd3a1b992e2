import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, processIdentity } from '@persistence-lab/local-servers';
import { ClusterError } from '../../cluster-error.ts';

interface ProcessEntry {
  readonly pid: number;
  readonly identity: string;
}

/** Milliseconds from SIGTERM to SIGKILL: the services end within 10 s. */
const endDeadline = 12_000;

/** The processes of one folder's cluster: this one first, then those that it has started. */
export interface ProcessList {
  /** Stored at once, so that the next process to open the folder can end it after a kill of this one. */
  add(pid: number): Promise<void>;
  remove(pid: number): void;
  close(): void;
}

/**
 * Takes the folder for this process. Ends what a killed process has left, but only processes of the recorded identity, and
 * by SIGTERM: leftovers of a killed Postgres would prevent the next start.
 * @throws ClusterError `busy` while another process has the folder
 */
export async function openProcessList(folder: string): Promise<ProcessList> {
  const file = join(folder, 'processes.json');
  mkdirSync(folder, { recursive: true });
  let entries: ProcessEntry[] = [await entryOf(process.pid)];
  while (!createExclusively(file, entries)) {
    const [owner, ...children] = readEntries(file);
    if (owner && (await processIdentity(owner.pid)) === owner.identity)
      throw new ClusterError('busy', {
        en: `The local cluster in ${folder} is in use by process ${owner.pid}; wait for its end, or stop it with Ctrl-C or: kill ${owner.pid}`,
        'pt-BR': `O cluster local em ${folder} está em uso pelo processo ${owner.pid}; espere o fim, ou pare-o com Ctrl-C ou: kill ${owner.pid}`,
      });
    await Promise.all(children.map(({ pid, identity }) => endProcess(pid, identity, 'SIGTERM', endDeadline)));
    rmSync(file, { force: true });
  }
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(entries));
    renameSync(`${file}.new`, file);
  };
  return {
    async add(pid) {
      const entry = await entryOf(pid);
      entries.push(entry);
      save();
    },
    remove(pid) {
      entries = entries.filter((entry) => entry.pid !== pid);
      save();
    },
    close: () => rmSync(file, { force: true }),
  };
}

function createExclusively(file: string, lives: ProcessEntry[]): boolean {
  try {
    writeFileSync(file, JSON.stringify(lives), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Empty when the first write was interrupted. */
function readEntries(file: string): ProcessEntry[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessEntry[];
  } catch {
    return [];
  }
}

async function entryOf(pid: number): Promise<ProcessEntry> {
  return { pid, identity: (await processIdentity(pid)) ?? 'ended' };
}
