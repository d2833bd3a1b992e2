import { randomUUID } from 'node:crypto';
import type { Run, Undo, WorkloadName } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { isAlive, isThisProcess, thisProcess, type RunOwner } from './run-owner.ts';
import { addUndo, findCreate, findScale, sameUndo } from './undo-list.ts';

/** Storage of one text that all processes share which open the same cluster; every write makes a new version. */
export interface RunStorage {
  /** Stores the text if there is none yet, and returns its version; null when there is one. */
  create(text: string): Promise<string | null>;
  read(): Promise<{ readonly text: string; readonly version: string } | null>;
  /** Replaces the text of this version; rejects when the version has changed. */
  write(text: string, version: string): Promise<string>;
  /** Removes the text of this version; rejects when the version has changed. */
  remove(version: string): Promise<void>;
}

/** The undos of a run: each is stored in the cluster before its change is made, and removed once it is done. */
export interface RunRecord {
  begin(by: string): Promise<Run>;
  /** The open run of any process; null: none. */
  readRun(): Promise<Run | null>;
  /** Takes over the open run; null: none is open. @throws ClusterError `busy` while its process is alive */
  adopt(): Promise<Run | null>;
  /** What this process has to undo, oldest first. */
  undos(): readonly Undo[];
  /** Resolves once it is stored. Only the first undo of a target is kept. */
  add(undo: Undo): Promise<void>;
  remove(undo: Undo): Promise<void>;
  /** Ends the run, which must have nothing left to undo. */
  close(): Promise<void>;
  findScale(workload: WorkloadName): Extract<Undo, { undo: 'scale' }> | undefined;
  findCreate(workload: WorkloadName): Extract<Undo, { undo: 'create' }> | undefined;
}

type StoredRun = Run & { readonly owner: RunOwner };

interface StoredVersion {
  readonly run: StoredRun;
  readonly version: string;
}

/**
 * `add` and `remove` leave `storage` alone while this process has no open run. `restoreCommand`: the command that restores
 * the cluster after a killed run, for error messages.
 */
export function createRunRecord(storage: RunStorage, restoreCommand = 'npm run lab -- restore'): RunRecord {
  const own = createOwnRun(storage);
  let undos: readonly Undo[] = [];

  async function read(): Promise<StoredVersion | null> {
    const found = await storage.read();
    return found && { run: JSON.parse(found.text) as StoredRun, version: found.version };
  }

  return {
    async begin(by) {
      const run = { id: randomUUID(), startedAt: new Date().toISOString(), by, undos, owner: await thisProcess() };
      const version = await storage.create(JSON.stringify(run));
      if (version === null) throw await openRunError(await read(), restoreCommand);
      own.set({ run, version });
      return publicRun(run);
    },
    async readRun() {
      const found = await read();
      return found && publicRun(found.run);
    },
    async adopt() {
      const found = await read();
      if (found === null) return null;
      if (own.is(found.run)) return { ...publicRun(found.run), undos };
      await rejectIfAlive(found.run);
      const run = { ...found.run, owner: await thisProcess() };
      own.set({ run, version: await storage.write(JSON.stringify(run), found.version) });
      undos = run.undos;
      return publicRun(run);
    },
    undos: () => undos,
    async add(undo) {
      undos = addUndo(undos, undo);
      await own.write(() => undos);
    },
    async remove(undo) {
      undos = undos.filter((each) => !sameUndo(each, undo));
      await own.write(() => undos);
    },
    close: own.close,
    findScale: (workload) => findScale(undos, workload),
    findCreate: (workload) => findCreate(undos, workload),
  };
}

/** The run of this process as it is stored, if it has one. */
function createOwnRun(storage: RunStorage) {
  let own: StoredVersion | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function writeNow(undos: readonly Undo[]): Promise<void> {
    if (own === undefined || own.run.undos === undos) return;
    const run = { ...own.run, undos };
    own = { run, version: await storage.write(JSON.stringify(run), own.version) };
  }

  return {
    set: (stored: StoredVersion) => void (own = stored),
    is: ({ id }: StoredRun) => id === own?.run.id,
    /** One write at a time, of the latest state: waiting callers share the next write. */
    write(undos: () => readonly Undo[]): Promise<void> {
      const written = writing.then(() => writeNow(undos()));
      writing = written.catch(() => undefined);
      return written;
    },
    async close(): Promise<void> {
      await writing;
      if (own) await storage.remove(own.version);
      own = undefined;
    },
  };
}

const publicRun = ({ id, startedAt, by, undos }: StoredRun): Run => ({ id, startedAt, by, undos });

async function rejectIfAlive({ by, owner }: StoredRun): Promise<void> {
  if (isThisProcess(owner) || !(await isAlive(owner))) return;
  throw new ClusterError('busy', {
    en: `The run of ${by} is still going (process ${owner.pid}): stop it with Ctrl-C, which restores the cluster.`,
    'pt-BR': `A execução de ${by} ainda está em andamento (processo ${owner.pid}): pare-a com Ctrl-C, que restaura o cluster.`,
  });
}

async function openRunError(other: StoredVersion | null, restoreCommand: string): Promise<ClusterError> {
  if (other === null)
    return new ClusterError('busy', {
      en: 'Another run of the lab has just ended: try again.',
      'pt-BR': 'Outra execução do laboratório acabou de terminar: tente de novo.',
    });
  const { by, startedAt, owner } = other.run;
  const since = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return (await isAlive(owner))
    ? new ClusterError('busy', {
        en: `${by} has been running the lab here since ${since}: wait for it to end, or stop it with Ctrl-C.`,
        'pt-BR': `${by} executa o laboratório aqui desde ${since}: espere o fim, ou pare-o com Ctrl-C.`,
      })
    : new ClusterError('busy', {
        en: `A run of ${by} since ${since} was never restored; do that first: ${restoreCommand}`,
        'pt-BR': `Uma execução de ${by} desde ${since} nunca foi restaurada; faça isso primeiro: ${restoreCommand}`,
      });
}

/** For storages: another process has changed the run since this one has read it. */
export const runChanged = (options?: ErrorOptions) =>
  new ClusterError(
    'busy',
    {
      en: 'Another process has restored this run meanwhile: stop here, and begin a new one.',
      'pt-BR': 'Outro processo restaurou esta execução nesse meio-tempo: pare aqui e comece uma nova.',
    },
    options,
  );
