import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { processIdentity } from '@persistence-lab/local-servers';
import type { Run, Undo, WorkloadName } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';
import { addUndo, findCreate, findScale, sameUndo } from './undo-list.ts';

/** Where a driver keeps one text for all processes that open the same cluster. Each text has a version of its own. */
export interface RunStorage {
  /** Keeps the text if there is none yet, and gives its version; null when there is one. */
  create(text: string): Promise<string | null>;
  read(): Promise<{ readonly text: string; readonly version: string } | null>;
  /** Replaces the text of this version; rejects when it is another by now. */
  write(text: string, version: string): Promise<string>;
  /** Removes the text of this version; rejects when it is another by now. */
  remove(version: string): Promise<void>;
}

/** What a run has to undo: written down in the cluster before it is done, struck out once it is undone. */
export interface RunRecord {
  begin(by: string): Promise<Run>;
  /** Of whatever process. */
  readRun(): Promise<Run | null>;
  /** Makes the open run this process's own; null: none is open. @throws ClusterError `busy` while another's process lives */
  adopt(): Promise<Run | null>;
  /** What this process knows to undo, oldest first. */
  undos(): readonly Undo[];
  /** Resolves once it is written down; what would undo the same change is there only once, as it was added first. */
  add(undo: Undo): Promise<void>;
  remove(undo: Undo): Promise<void>;
  /** Ends the run, which must have nothing left to undo. */
  close(): Promise<void>;
  findScale(workload: WorkloadName): Extract<Undo, { undo: 'scale' }> | undefined;
  findCreate(workload: WorkloadName): Extract<Undo, { undo: 'create' }> | undefined;
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly identity: string | undefined;
}

type Written = Run & { readonly owner: Owner };

interface Owned {
  readonly run: Written;
  readonly version: string;
}

/**
 * `storage` is not touched by `add` and `strike` while this process has no run of its own. `restoring`: the command that
 * puts back what a killed run has left here.
 */
export function createRunRecord(storage: RunStorage, restoring = 'npm run lab -- restore'): RunRecord {
  let own: Owned | undefined;
  let undos: readonly Undo[] = [];
  let writing: Promise<void> = Promise.resolve();

  async function read(): Promise<Owned | null> {
    const found = await storage.read();
    return found && { run: JSON.parse(found.text) as Written, version: found.version };
  }

  async function writeNow(): Promise<void> {
    if (own === undefined || own.run.undos === undos) return;
    const run = { ...own.run, undos };
    own = { run, version: await storage.write(JSON.stringify(run), own.version) };
  }

  /** One write at a time, of what is true by then: those who wait for it share it. */
  function write(): Promise<void> {
    const written = writing.then(writeNow);
    writing = written.catch(() => undefined);
    return written;
  }

  return {
    async begin(by) {
      const run = { id: randomUUID(), startedAt: new Date().toISOString(), by, undos, owner: await thisProcess() };
      const version = await storage.create(JSON.stringify(run));
      if (version === null) throw await takenBy(await read(), restoring);
      own = { run, version };
      return forOthers(run);
    },
    async readRun() {
      const found = await read();
      return found && forOthers(found.run);
    },
    async adopt() {
      const found = await read();
      if (found === null) return null;
      if (found.run.id === own?.run.id) return { ...forOthers(found.run), undos };
      await refuseToDisturb(found.run);
      const run = { ...found.run, owner: await thisProcess() };
      own = { run, version: await storage.write(JSON.stringify(run), found.version) };
      undos = run.undos;
      return forOthers(run);
    },
    undos: () => undos,
    async add(undo) {
      undos = addUndo(undos, undo);
      await write();
    },
    async remove(undo) {
      undos = undos.filter((each) => !sameUndo(each, undo));
      await write();
    },
    async close() {
      await writing;
      if (own) await storage.remove(own.version);
      own = undefined;
    },
    findScale: (workload) => findScale(undos, workload),
    findCreate: (workload) => findCreate(undos, workload),
  };
}

const forOthers = ({ id, startedAt, by, undos }: Written): Run => ({ id, startedAt, by, undos });

async function thisProcess(): Promise<Owner> {
  return { host: hostname(), pid: process.pid, identity: await processIdentity(process.pid) };
}

const isThisProcess = ({ host, pid }: Owner) => host === hostname() && pid === process.pid;

/** A process of another host cannot be asked: it finds out at its next step, when the record is no longer as it wrote it. */
async function lives({ host, pid, identity }: Owner): Promise<boolean> {
  return host === hostname() && identity !== undefined && (await processIdentity(pid)) === identity;
}

async function refuseToDisturb({ by, owner }: Written): Promise<void> {
  if (isThisProcess(owner) || !(await lives(owner))) return;
  throw new ClusterError(
    'busy',
    `The run of ${by} is still going (process ${owner.pid}): stop it with Ctrl-C, which puts everything back.`,
  );
}

async function takenBy(other: Owned | null, restoring: string): Promise<ClusterError> {
  if (other === null) return new ClusterError('busy', 'Another run of the lab has just ended: try again.');
  const { by, startedAt, owner } = other.run;
  const since = `since ${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return (await lives(owner))
    ? new ClusterError('busy', `${by} runs the lab here ${since}: wait for its end, or stop it with Ctrl-C.`)
    : new ClusterError('busy', `A run of ${by} ${since} was never put back; do that first: ${restoring}`);
}
