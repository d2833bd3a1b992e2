import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Cluster } from '@persistence-lab/cluster';
import { type Cell, eventNames, type Report } from '@persistence-lab/experiment';
import { type ChosenCells, nodeEvents } from './schedule/choose-cells.ts';
import { factsOf } from './observe/cluster-facts.ts';
import { chooseTargetNode } from './target-node.ts';
import { runSubject } from './subject-run.ts';
import { createLimit } from './schedule/limit.ts';
import { runNodeEvent } from './schedule/node-rounds.ts';
import { createPlacement } from './schedule/placement.ts';
import { takeClusterSnapshot } from './cluster-snapshot.ts';
import {
  type SubjectRun,
  type Timings,
  type Progress,
  type RunOptions,
  type RunContext,
  defaultTimings,
} from './run-context.ts';
import { createWriter } from './load/writer.ts';

export interface RunRequest {
  readonly cluster: Cluster;
  readonly cells: ChosenCells;
  readonly options: RunOptions;
  /** Somebody can switch nodes. */
  readonly hasPower: boolean;
  readonly timings?: Timings;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const busyAtOnce = 4;

/** Milliseconds that workloads have to be ready in the end, as they were before. */
const untilSettled = 180_000;

/**
 * Lets the events happen to the subjects and puts the cluster back, whatever comes in between.
 * @throws the signal's reason when that ended the run, once everything is put back
 */
export async function runExperiments(request: RunRequest): Promise<Report> {
  const { cluster, onProgress } = request;
  const startedAt = new Date().toISOString();
  const differences = takeClusterSnapshot(cluster, { nodes: request.options.deadline, workloads: untilSettled });
  await cluster.beginRun(`${userInfo().username}@${hostname()} (process ${process.pid})`);
  let cells: Cell[];
  let leftovers: string[];
  try {
    cells = await runCells(request);
  } finally {
    onProgress({ step: 'remark', text: 'putting everything back' });
    leftovers = await cluster.restore();
    for (const text of leftovers) onProgress({ step: 'remark', text });
  }
  leftovers.push(...(await differences()));
  return {
    schema: 'persistence-lab/run/1',
    language: 'en',
    startedAt,
    endedAt: new Date().toISOString(),
    cluster: {
      name: cluster.name,
      driver: cluster.driver,
      version: cluster.version,
      nodes: cluster.nodes().length,
    },
    options: { ...request.options },
    cells: inOrder(cells, request.cells),
    leftovers,
  };
}

async function runCells(request: RunRequest): Promise<Cell[]> {
  const { cells: chosen, hasPower, ...context } = request;
  const subjectRuns = createSubjectRuns(request);
  const complete: RunContext = {
    ...context,
    timings: request.timings ?? defaultTimings,
    placement: createPlacement(request.cluster),
    nodePowerProblem: hasPower ? null : "Nobody can switch this cluster's nodes: --node-power says how to.",
    targetNode: chooseTargetNode(request.cluster, subjectRuns, chosen.events),
    limitFills: createLimit(busyAtOnce),
    limitReads: createLimit(busyAtOnce),
  };
  const results = await Promise.allSettled(subjectRuns.map((run) => runSubject(complete, run, chosen.events)));
  const cells = results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  for (const event of nodeEvents.filter((name) => chosen.events.includes(name)))
    cells.push(...(await runNodeEvent(complete, subjectRuns, event)));
  return cells;
}

function createSubjectRuns({ cluster, cells, options }: RunRequest): SubjectRun[] {
  const run = `lab-${randomBytes(4).toString('hex')}`;
  return cells.subjects.map((subject) => ({
    subject,
    kind: subject.kind,
    facts: factsOf(cluster, subject, options.replicas),
    writer: createWriter(subject.name, run),
    skipReason: null,
  }));
}

function inOrder(cells: readonly Cell[], { subjects }: ChosenCells): Cell[] {
  const names = subjects.map(({ name }) => name);
  return cells.toSorted(
    (a, b) =>
      names.indexOf(a.subject) - names.indexOf(b.subject) || eventNames.indexOf(a.event) - eventNames.indexOf(b.event),
  );
}
