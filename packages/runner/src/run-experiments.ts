import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Cluster } from '@persistence-lab/cluster';
import { type Cell, eventNames, type Report } from '@persistence-lab/experiment';
import { type ChosenCells, nodeEvents } from './schedule/choose-cells.ts';
import { factsOf } from './observe/cluster-facts.ts';
import { chooseHome } from './target-node.ts';
import { runLane } from './subject-run.ts';
import { createLimit } from './schedule/limit.ts';
import { runNodeEvent } from './schedule/node-rounds.ts';
import { createPlacement } from './schedule/placement.ts';
import { rememberCluster } from './cluster-snapshot.ts';
import { type Lane, type Pace, type Progress, type RunOptions, type Session, usualPace } from './run-context.ts';
import { createWriter } from './load/writer.ts';

export interface RunRequest {
  readonly cluster: Cluster;
  readonly cells: ChosenCells;
  readonly options: RunOptions;
  /** Somebody can switch nodes. */
  readonly hasPower: boolean;
  readonly pace?: Pace;
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
}

const busyAtOnce = 4;

/** Milliseconds that workloads have to be ready in the end, as they were before. */
const untilSettled = 180_000;

/**
 * Lets the events happen to the subjects and puts the cluster back, whatever comes in between.
 * @throws the signal's reason when that ended the run, once everything is put back
 */
export async function runLab(request: RunRequest): Promise<Report> {
  const { cluster, tell } = request;
  const startedAt = new Date().toISOString();
  const differences = rememberCluster(cluster, { nodes: request.options.deadline, workloads: untilSettled });
  await cluster.beginRun(`${userInfo().username}@${hostname()} (process ${process.pid})`);
  let cells: Cell[];
  let leftovers: string[];
  try {
    cells = await runCells(request);
  } finally {
    tell({ step: 'remark', text: 'putting everything back' });
    leftovers = await cluster.restore();
    for (const text of leftovers) tell({ step: 'remark', text });
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
  const { cells: chosen, hasPower, ...session } = request;
  const lanes = createLanes(request);
  const complete: Session = {
    ...session,
    pace: request.pace ?? usualPace,
    placement: createPlacement(request.cluster),
    powerless: hasPower ? null : "Nobody can switch this cluster's nodes: --node-power says how to.",
    home: chooseHome(request.cluster, lanes, chosen.events),
    fillInTurn: createLimit(busyAtOnce),
    readInTurn: createLimit(busyAtOnce),
  };
  const results = await Promise.allSettled(lanes.map((lane) => runLane(complete, lane, chosen.events)));
  const cells = results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  for (const event of nodeEvents.filter((name) => chosen.events.includes(name)))
    cells.push(...(await runNodeEvent(complete, lanes, event)));
  return cells;
}

function createLanes({ cluster, cells, options }: RunRequest): Lane[] {
  const run = `lab-${randomBytes(4).toString('hex')}`;
  return cells.subjects.map((subject) => ({
    subject,
    kind: subject.kind,
    facts: factsOf(cluster, subject, options.replicas),
    writer: createWriter(subject.name, run),
    broken: null,
  }));
}

function inOrder(cells: readonly Cell[], { subjects }: ChosenCells): Cell[] {
  const names = subjects.map(({ name }) => name);
  return cells.toSorted(
    (a, b) =>
      names.indexOf(a.subject) - names.indexOf(b.subject) || eventNames.indexOf(a.event) - eventNames.indexOf(b.event),
  );
}
