import { type Cell, undoEffect, downtime, type EventName, type Expectation } from '@persistence-lab/experiment';
import { createCell } from './cell.ts';
import {
  type TrialState,
  createTrialState,
  type Findings,
  waitForService,
  read,
  step,
  subjectOf,
  reportPhase,
} from './trial-state.ts';
import { describeClaims, describePlace } from './observe/evidence.ts';
import type { FaultTarget } from './faults/fault-target.ts';
import { isRequestFailure } from './load/replica-client.ts';
import type { SubjectRun, RunContext } from './run-context.ts';
import { startBackgroundLoad } from './load/background-load.ts';
import { watchReplicas } from './observe/watch-replicas.ts';

/**
 * One cell of the matrix, step by step, so that the cells of one node can take each step together. A step that fails ends
 * the cell: those that follow do nothing, except `undo`.
 */
export interface Trial {
  readonly event: EventName;
  readonly run: SubjectRun;
  /** It cannot be tried, for this reason. */
  skip(reason: string): void;
  /** Fills the ledger and begins to write steadily. False: it cannot be tried. */
  prepare(): Promise<boolean>;
  /** Makes the event happen. */
  inject(work: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Waits until the subject serves or is blocked, and reads everything back. */
  observe(deadline: number, whileItServes?: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Puts back what the event changed: also when a step has failed after `strike` began. */
  undo(work: (target: FaultTarget) => Promise<void>): Promise<void>;
  /** Reads again. */
  observeUndone(): Promise<void>;
  /** Ends the trial and gives its cell. */
  end(): Promise<Cell>;
}

export function createTrial(context: RunContext, run: SubjectRun, event: EventName, expectation: Expectation): Trial {
  const state = createTrialState(context, run, event);
  return {
    event,
    run,
    skip: (reason) => void (state.found.couldNotRun ??= reason),
    async prepare() {
      if (run.skipReason !== null) state.found.couldNotRun = run.skipReason;
      await step(state, () => prepare(state));
      return state.found.couldNotRun === undefined;
    },
    inject: (work) => step(state, () => inject(state, work)),
    observe: (deadline, whileItServes) => step(state, () => observe(state, deadline, whileItServes)),
    undo: (work) => undo(state, work),
    observeUndone: () => step(state, () => observeUndone(state)),
    end: () => end(state, expectation),
  };
}

async function prepare(state: TrialState): Promise<void> {
  const { context, run, found, timeline } = state;
  const { cluster, signal, options, timings } = context;
  reportPhase(state, 'writes');
  const status = await waitForService(state, options.deadline);
  if (!status.serves) {
    run.skipReason = `${run.subject.name} does not serve before the event: ${status.reasons.join('; ')}`;
    found.couldNotRun = run.skipReason;
    return;
  }
  const { writer } = run;
  await context.limitFills(() => writer.fill(status.replicas, options.notes, signal));
  const serving = () => cluster.replicas(run.subject).filter(({ ready, terminating }) => ready && !terminating);
  state.load = startBackgroundLoad({ writer, serving, timeline, interval: timings.betweenWrites, signal });
  await state.load.nextAcknowledgement(timings.firstAnswer);
}

async function inject(state: TrialState, work: (target: FaultTarget) => Promise<void>): Promise<void> {
  const { context, run, event, found, timeline } = state;
  const { cluster } = context;
  const { writer } = run;
  const subject = subjectOf(state);
  const dataWorkload = cluster.dataWorkload(subject);
  const targets = cluster.dataReplicas(subject).filter(({ terminating }) => !terminating);
  const place = describePlace(cluster, subject).map((text) => `before: ${text}`);
  reportPhase(state, 'event');
  found.evidence.push(...describeClaims(cluster, subject), ...place);
  found.target = { context, cluster, subject, dataWorkload, targets, writer, timeline };
  state.stopWatching = watchReplicas(cluster, subject, timeline);
  writer.ledger.checkpoint();
  found.injectedAt = timeline.add('event', event);
  await work(found.target);
}

async function observe(
  state: TrialState,
  deadline: number,
  whileItServes?: (target: FaultTarget) => Promise<void>,
): Promise<void> {
  const { context, run, found, load } = state;
  reportPhase(state, 'waits');
  const status = await waitForService(state, deadline);
  if (status.serves && found.target) await whileItServes?.(found.target);
  await load?.stop();
  found.downtime = downtime(load?.answers ?? [], found.injectedAt ?? 0);
  found.evidence.push(...describePlace(context.cluster, subjectOf(state)).map((text) => `after: ${text}`));
  found.reasons = status.reasons;
  found.first = await read(state, status.serves ? status.replicas : [], false);
  // what was acknowledged while the event went on has to be kept as well
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
    context.signal.throwIfAborted();
    if (!isRequestFailure(error)) throw error;
    found.couldNotRun ??= `It was not undone: ${(error as Error).message}`;
  }
}

async function observeUndone(state: TrialState): Promise<void> {
  const { context, found, timeline } = state;
  if (found.first === undefined) return;
  reportPhase(state, 'waits');
  const status = await waitForService(state, context.options.deadline);
  if (!status.serves) found.evidence.push(...status.reasons.map((reason) => `after the undo: ${reason}`));
  // what was acknowledged by a replacement may have gone with it, when the undo took that away
  const beforeCheckpoint = found.first.verdict !== 'survived';
  found.after = await read(state, status.serves ? status.replicas : [], beforeCheckpoint);
  timeline.add('note', undoEffect(found.first, found.after).en);
}

async function end(state: TrialState, expectation: Expectation): Promise<Cell> {
  const { context, run, event, found, timeline } = state;
  state.stopWatching?.();
  await state.load?.stop();
  settle(run, found);
  const cell = createCell(run, event, expectation, found, timeline.moments);
  context.onProgress({ step: 'cell', cell });
  return cell;
}

/** What is whole in the end serves the next event too: a thousand notes are written again only where they are gone. */
function settle({ writer }: SubjectRun, { first, after }: Findings): void {
  if ((after ?? first)?.verdict !== 'survived') writer.startNewLedger();
  else if (first?.verdict !== 'survived') writer.ledger.discardSinceCheckpoint();
}
