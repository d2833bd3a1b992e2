import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import pLimit from 'p-limit';
import type { Cluster } from '@persistence-lab/cluster';
import { type Cell, type EventName, eventNames, expectationFor, type Report } from '@persistence-lab/experiment';
import type { Language, Text } from '@persistence-lab/language';
import { faultInjectors, nodeFaultInjectors } from '../faults/fault-injectors.ts';
import { createWriter } from '../load/writer.ts';
import { factsOf } from '../observe/cluster-facts.ts';
import { takeClusterSnapshot } from '../observe/cluster-snapshot.ts';
import {
  defaultTimings,
  type Progress,
  type RunContext,
  type RunOptions,
  type SubjectRun,
  type Timings,
} from '../run-context.ts';
import { createTrial } from '../trial.ts';
import type { ChosenCells } from './choose-cells.ts';
import { chooseTargetNode } from './colocation.ts';
import { runNodeEvent } from './node-rounds.ts';
import { createPlacement } from './placement.ts';

export interface RunRequest {
  readonly cluster: Cluster;
  readonly cells: ChosenCells;
  readonly options: RunOptions;
  /** Whether nodes can be switched off and on. */
  readonly hasPower: boolean;
  /** Of the report and all other texts; default: English. */
  readonly language?: Language;
  readonly timings?: Timings;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const concurrentSubjects = 4;

/** Milliseconds until workloads have to be as ready as before the run. */
const restoreTimeout = 180_000;

const restoring: Text = { en: 'Restoring the cluster', 'pt-BR': 'Restaurando o cluster' };

const noNodePower: Text = {
  en: 'Node power is not configured: pass --node-power.',
  'pt-BR': 'O controle de energia dos nós não está configurado: use --node-power.',
};

/**
 * Injects the chosen events into the chosen subjects and restores the cluster, even after an error.
 * @throws the reason of the signal if it stopped the run, once the cluster is restored
 */
export async function runExperiments(request: RunRequest): Promise<Report> {
  const { cluster, onProgress, language = 'en' } = request;
  const startedAt = new Date().toISOString();
  const timeouts = { nodes: request.options.deadline, workloads: restoreTimeout };
  const findDifferences = takeClusterSnapshot(cluster, timeouts, language);
  await cluster.beginRun(`${userInfo().username}@${hostname()} (process ${process.pid})`);
  let cells: Cell[];
  let leftovers: string[];
  try {
    cells = await runCells(request, language);
  } finally {
    onProgress({ step: 'remark', text: restoring[language] });
    leftovers = (await cluster.restore()).map((problem) => problem[language]);
    for (const text of leftovers) onProgress({ step: 'remark', text });
  }
  leftovers.push(...(await findDifferences()));
  const { name, driver, version } = cluster;
  return {
    schema: 'persistence-lab/run/1',
    language,
    startedAt,
    endedAt: new Date().toISOString(),
    cluster: { name, driver, version, nodes: cluster.nodes().length },
    options: { ...request.options },
    cells: sorted(cells, request.cells),
    leftovers,
  };
}

async function runCells(request: RunRequest, language: Language): Promise<Cell[]> {
  const { cluster, options, cells: chosen, hasPower, timings = defaultTimings, signal, onProgress } = request;
  const runs = createSubjectRuns(request);
  const context: RunContext = {
    cluster,
    options,
    timings,
    language,
    placement: createPlacement(cluster),
    targetNode: chooseTargetNode(cluster, runs, chosen.events),
    limitFills: pLimit(concurrentSubjects),
    limitReads: pLimit(concurrentSubjects),
    nodePowerProblem: hasPower ? null : noNodePower[language],
    signal,
    onProgress,
  };
  // All subjects have to end before an error is thrown: the cluster is restored then.
  const results = await Promise.allSettled(runs.map((run) => runSubject(context, run, chosen.events)));
  const cells = results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  for (const [event, injector] of nodeFaultInjectors)
    if (chosen.events.includes(event)) cells.push(...(await runNodeEvent(context, runs, event, injector)));
  return cells;
}

/** Runs the events that affect one subject alone, one after another. */
async function runSubject(context: RunContext, run: SubjectRun, events: readonly EventName[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [event, injector] of faultInjectors) {
    const expectation = events.includes(event) ? expectationFor(run.kind, event, run.facts) : null;
    if (expectation === null) continue; // not chosen, or impossible for this kind
    const trial = createTrial(context, run, event, expectation);
    if (await trial.prepare()) {
      await trial.inject(injector.inject);
      await trial.observe(context.options.deadline, injector.observe);
      if (injector.undo) {
        await trial.undo(injector.undo);
        await trial.observeUndone();
      }
    }
    cells.push(await trial.end());
  }
  return cells;
}

function createSubjectRuns({ cluster, cells, options }: RunRequest): SubjectRun[] {
  const id = `lab-${randomBytes(4).toString('hex')}`;
  return cells.subjects.map((subject) => ({
    subject,
    kind: subject.kind,
    facts: factsOf(cluster, subject, options.replicas),
    writer: createWriter(subject.name, id),
    skipReason: null,
  }));
}

function sorted(cells: readonly Cell[], { subjects }: ChosenCells): Cell[] {
  const names = subjects.map(({ name }) => name);
  return cells.toSorted(
    (a, b) =>
      names.indexOf(a.subject) - names.indexOf(b.subject) || eventNames.indexOf(a.event) - eventNames.indexOf(b.event),
  );
}
