import type { Cluster } from '@persistence-lab/cluster';
import type { Cell, EventName } from '@persistence-lab/experiment';
import type { Language } from '@persistence-lab/language';
import { createDisk, type Disk } from '@persistence-lab/experiment/test-support';
import { expect } from 'vitest';
import { chooseCells } from '../schedule/choose-cells.ts';
import { runExperiments } from '../schedule/run-experiments.ts';
import type { Progress } from '../run-context.ts';
import { createFakeCluster, type FakeSubject } from './fake-cluster.ts';

export const timings = { betweenWrites: 10, confirmation: 100, firstAnswer: 1_000 };
export const options = { notes: 40, replicas: 3, deadline: 5_000 };

interface ShortRun {
  readonly events: EventName[];
  readonly notes?: number;
  readonly deadline?: number;
  readonly language?: Language;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export function run(
  cluster: Cluster,
  {
    events,
    notes = 40,
    deadline = options.deadline,
    language = 'en',
    signal = new AbortController().signal,
    onProgress = () => {},
  }: ShortRun,
) {
  const cells = chooseCells(cluster.subjects(), { events });
  return runExperiments({
    cluster,
    cells,
    options: { ...options, notes, deadline },
    hasPower: true,
    timings,
    language,
    signal,
    onProgress,
  });
}

/** One disk for the pods on all nodes. */
export const shared =
  (disk: Disk): FakeSubject['disk'] =>
  () =>
    disk;
/** A disk on each node. */
export function ofNodes(): FakeSubject['disk'] {
  const disks = new Map(['a', 'b', 'c'].map((node) => [node, createDisk()]));
  return (node) => disks.get(node)!;
}
export function createCountingDisk(): Disk & { writes: number } {
  const disk = createDisk();
  const counting = {
    ...disk,
    writes: 0,
    set(note: Parameters<Disk['set']>[0]) {
      counting.writes += 1;
      disk.set(note);
    },
  };
  return counting;
}
export const pvc = (disk: Disk): FakeSubject => ({ kind: 'pvc', disk: shared(disk), boundTo: 'a' });
export const emptydir = (): FakeSubject => ({ kind: 'emptydir', disk: () => createDisk() });
export const cellOf = (cells: readonly Cell[], event: EventName) => cells.find((cell) => cell.event === event)!;

export const verdictOf = async (subject: FakeSubject, event: EventName, notes?: number) => {
  const report = await run(createFakeCluster({ 'notes-x': subject }), { events: [event], ...(notes && { notes }) });
  return report.cells[0]!;
};

export const expectRestored = async (cluster: ReturnType<typeof createFakeCluster>) => {
  expect(cluster.nodes()).toEqual(['a', 'b', 'c'].map((name) => ({ name, ready: true, cordoned: false })));
  for (const subject of cluster.subjects()) {
    expect(subject.desiredReplicas).toBe(1);
    expect(cluster.replicas(subject).every(({ ready }) => ready)).toBe(true);
  }
  expect(cluster.undos).toEqual([]);
  expect(await cluster.findOpenRun()).toBeNull();
};
