import type { Replica, Subject } from '@persistence-lab/cluster';
import {
  type Cell,
  createTimeline,
  downtime,
  type EventName,
  type Expectation,
  judge,
  type JudgedReadings,
  type Timeline,
  undoEffect,
} from '@persistence-lab/experiment';
import { createCell, keptText, texts, type TrialFindings } from './cell.ts';
import type { FaultTarget } from './faults/fault-target.ts';
import { type BackgroundLoad, startBackgroundLoad } from './load/background-load.ts';
import { isRequestFailure, summaryOf } from './observe/failures.ts';
import { describeClaims, describePods, watchPods } from './observe/pod-states.ts';
import { readThroughEach } from './observe/reader.ts';
import { type ServingStatus, waitUntilServing } from './observe/serving-status.ts';
import type { Phase, RunContext, SubjectRun } from './run-context.ts';

/**
 * One cell of the matrix as a sequence of steps, so that the cells of one node can take each step together. After a step
 * that fails the others do nothing, except `undo` and `end`.
 */
export interface Trial {
  readonly event: EventName;
  readonly run: SubjectRun;
  /** Ends the trial without a verdict. */
  skip(reason: string): void;
  /** Fills the ledger and starts the background load. False: the trial cannot continue. */
  prepare(): Promise<boolean>;
  inject(work: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Waits until the subject serves or is blocked, and reads and judges all notes. */
  observe(deadline: number, whileServing?: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Reverts the event, even after a failed step, if `inject` was called. */
  undo(work: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Waits and reads again. */
  observeUndone(): Promise<void>;
  end(): Promise<Cell>;
}

interface TrialState {
  readonly context: RunContext;
  readonly run: SubjectRun;
  readonly event: EventName;
  readonly timeline: Timeline;
  readonly found: TrialFindings;
  load?: BackgroundLoad;
  stopWatching?: () => void;
}

export function createTrial(context: RunContext, run: SubjectRun, event: EventName, expectation: Expectation): Trial {
  const found: TrialFindings = { acknowledged: 0, reasons: [], evidence: [] };
  const state: TrialState = { context, run, event, timeline: createTimeline(() => performance.now()), found };
  return {
    event,
    run,
    skip: (reason) => void (found.couldNotRun ??= reason),
    async prepare() {
      if (run.skipReason !== null) found.couldNotRun = run.skipReason;
      await step(state, () => prepare(state));
      return found.couldNotRun === undefined;
    },
    inject: (work) => step(state, () => inject(state, work)),
    observe: (deadline, whileServing) => step(state, () => observe(state, deadline, whileServing)),
    undo: (work) => undo(state, work),
    observeUndone: () => step(state, () => observeUndone(state)),
    end: () => end(state, expectation),
  };
}

async function prepare(state: TrialState): Promise<void> {
  const { context, run, found, timeline } = state;
  const { cluster, language, signal, options, timings } = context;
  reportPhase(state, 'writes');
  const status = await waitForService(state, options.deadline);
  if (!status.serves) {
    run.skipReason = texts.doesNotServe(run.subject.name, status.reasons.join('; '))[language];
    found.couldNotRun = run.skipReason;
    return;
  }
  const { writer } = run;
  await context.limitFills(() => writer.fill(status.replicas, options.notes, signal));
  const serving = () => cluster.replicas(run.subject).filter(({ ready, terminating }) => ready && !terminating);
  const interval = timings.betweenWrites;
  state.load = startBackgroundLoad({ writer, serving, timeline, interval, language, signal });
  await state.load.nextAcknowledgement(timings.firstAnswer);
}

async function inject(state: TrialState, work: (target: FaultTarget) => Promise<void>): Promise<void> {
  const { context, run, event, found, timeline } = state;
  const { cluster, language } = context;
  const { writer } = run;
  const subject = subjectNow(state);
  const dataWorkload = cluster.dataWorkload(subject);
  const targets = cluster.dataReplicas(subject).filter(({ terminating }) => !terminating);
  const pods = describePods(cluster, subject, language).map((line) => texts.before(line)[language]);
  reportPhase(state, 'event');
  found.evidence.push(...describeClaims(cluster, subject, language), ...pods);
  found.target = { context, cluster, subject, dataWorkload, targets, writer };
  state.stopWatching = watchPods(cluster, subject, timeline, language);
  writer.ledger.checkpoint();
  found.injectedAt = timeline.add('event', event);
  await work(found.target);
}

async function observe(
  state: TrialState,
  deadline: number,
  whileServing?: (target: FaultTarget) => Promise<void>,
): Promise<void> {
  const { context, run, found, load } = state;
  const { cluster, language } = context;
  reportPhase(state, 'waits');
  const status = await waitForService(state, deadline);
  if (status.serves && found.target) await whileServing?.(found.target);
  await load?.stop();
  found.downtime = downtime(load?.answers ?? [], found.injectedAt ?? 0);
  const pods = describePods(cluster, subjectNow(state), language);
  found.evidence.push(...pods.map((line) => texts.after(line)[language]));
  found.reasons = status.reasons;
  found.first = await read(state, status.serves ? status.replicas : [], false);
  // Notes acknowledged during the event have to be kept as well.
  found.acknowledged = Math.max(run.writer.ledger.expectedCount, found.first.kept + found.first.lost);
}

async function undo(state: TrialState, work: (target: FaultTarget) => Promise<void>): Promise<void> {
  const { context, event, found, timeline } = state;
  if (found.target === undefined) return;
  reportPhase(state, 'undo');
  timeline.add('undo', event);
  try {
    await work(found.target);
  } catch (error) {
    const reason = failureText(state, error);
    found.couldNotRun ??= texts.notUndone(reason)[context.language];
  }
}

async function observeUndone(state: TrialState): Promise<void> {
  const { context, found, timeline } = state;
  const { language, options } = context;
  if (found.first === undefined) return;
  reportPhase(state, 'waits');
  const status = await waitForService(state, options.deadline);
  if (!status.serves) found.evidence.push(...status.reasons.map((reason) => texts.afterUndo(reason)[language]));
  // The undo may remove a replacement together with the notes that it has acknowledged.
  const beforeCheckpoint = found.first.verdict !== 'survived';
  found.afterUndo = await read(state, status.serves ? status.replicas : [], beforeCheckpoint);
  timeline.add('note', undoEffect(found.first, found.afterUndo)[language]);
}

async function end(state: TrialState, expectation: Expectation): Promise<Cell> {
  const { context, run, event, found, timeline } = state;
  state.stopWatching?.();
  await state.load?.stop();
  reuseNotes(run, found);
  const cell = createCell(run, event, expectation, found, timeline.moments, context.language);
  context.onProgress({ step: 'cell', cell });
  return cell;
}

/** Keeps complete notes for the next event: only lost ones have to be written again. */
function reuseNotes({ writer }: SubjectRun, { first, afterUndo }: TrialFindings): void {
  if ((afterUndo ?? first)?.verdict !== 'survived') writer.startNewLedger();
  else if (first?.verdict !== 'survived') writer.ledger.discardSinceCheckpoint();
}

/** Takes a step unless an earlier one has failed; records errors of the cluster and the subject as `couldNotRun`. */
async function step(state: TrialState, work: () => Promise<void>): Promise<void> {
  const { context, found, timeline } = state;
  if (found.couldNotRun !== undefined) return;
  try {
    await work();
  } catch (error) {
    found.couldNotRun = failureText(state, error);
    timeline.add('note', texts.couldNotContinue(found.couldNotRun)[context.language]);
  }
}

/** @throws the error itself if the run was stopped or the lab is at fault */
function failureText({ context }: TrialState, error: unknown): string {
  context.signal.throwIfAborted();
  if (!isRequestFailure(error)) throw error;
  return summaryOf(error, context.language);
}

/** Waits until the subject serves and acknowledges a note of the background load, or is blocked. */
async function waitForService(state: TrialState, timeout: number): Promise<ServingStatus> {
  const { context, load, timeline } = state;
  const { cluster, language, signal, timings } = context;
  const wait = { timeout, confirmation: timings.confirmation, language, signal };
  const status = await waitUntilServing(cluster, subjectNow(state), wait);
  if (status.serves) await load?.nextAcknowledgement(timings.firstAnswer);
  else timeline.add('note', texts.blocked[language]);
  return status;
}

/** Reads and judges all notes. `beforeCheckpoint`: see the ledger's `examine`. */
async function read(
  state: TrialState,
  replicas: readonly Replica[],
  beforeCheckpoint: boolean,
): Promise<JudgedReadings> {
  const { context, run, timeline } = state;
  const { language, options, signal } = context;
  const { ledger } = run.writer;
  reportPhase(state, 'reads');
  const readings = await context.limitReads(() =>
    readThroughEach(replicas, ledger, { signal, beforeCheckpoint, retryFor: options.deadline }),
  );
  const kept = readings.map((reading) => `${reading.replica}: ${keptText(reading.kept)[language]}`);
  timeline.add('read', kept.join(', ') || texts.noReplica[language]);
  return { ...judge(ledger.expectedCount, readings, ledger.altered), readings };
}

const subjectNow = ({ context, run }: TrialState): Subject => context.cluster.subject(run.subject.name);

function reportPhase({ context, run, event }: TrialState, phase: Phase): void {
  context.onProgress({ step: 'phase', subject: run.subject.name, event, phase });
}
