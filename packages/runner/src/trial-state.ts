import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '@persistence-lab/api';
import type { Replica, Subject } from '@persistence-lab/cluster';
import { createTimeline, type EventName, judge, type JudgedReadings, type Timeline } from '@persistence-lab/experiment';
import type { FaultTarget } from './faults/fault-target.ts';
import { isRequestFailure } from './load/replica-client.ts';
import { readThroughEach } from './observe/reader.ts';
import type { SubjectRun, Phase, RunContext } from './run-context.ts';
import { waitUntilServing, type ServingStatus } from './observe/serving-status.ts';
import type { BackgroundLoad } from './load/background-load.ts';

/** What a trial has found so far. */
export interface Findings {
  target?: FaultTarget;
  /** On the timeline's clock. */
  injectedAt?: number;
  downtime?: number | null;
  first?: JudgedReadings;
  after?: JudgedReadings;
  acknowledged: number;
  reasons: string[];
  couldNotRun?: string;
  readonly evidence: string[];
}

/** How far a trial has come. */
export interface TrialState {
  readonly context: RunContext;
  readonly run: SubjectRun;
  readonly event: EventName;
  readonly timeline: Timeline;
  readonly found: Findings;
  load?: BackgroundLoad;
  stopWatching?: () => void;
}

export function createTrialState(context: RunContext, run: SubjectRun, event: EventName): TrialState {
  const found = { acknowledged: 0, reasons: [], evidence: [] };
  return { context, run, event, timeline: createTimeline(() => performance.now()), found };
}

/** The subject as it is now. */
export const subjectOf = ({ context, run }: TrialState): Subject => context.cluster.subject(run.subject.name);

export function reportPhase({ context, run, event }: TrialState, phase: Phase): void {
  context.onProgress({ step: 'phase', subject: run.subject.name, event, phase });
}

/** Takes a step unless one has failed before; what is the cluster's or the subject's fault becomes the cell's. */
export async function step(state: TrialState, work: () => Promise<void>): Promise<void> {
  const { found, context, timeline } = state;
  if (found.couldNotRun !== undefined) return;
  try {
    await work();
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isRequestFailure(error)) throw error;
    found.couldNotRun = (error as Error).message;
    timeline.add('note', `could not go on: ${found.couldNotRun}`);
  }
}

/** Waits until the subject serves, and has acknowledged a note again; or until it is clear that it will not. */
export async function waitForService(state: TrialState, deadline: number): Promise<ServingStatus> {
  const { context, load, timeline } = state;
  const { cluster, signal, timings } = context;
  const timeout = { timeout: deadline, signal, confirmation: timings.confirmation };
  const status = await waitUntilServing(cluster, subjectOf(state), timeout);
  if (status.serves) await load?.nextAcknowledgement(timings.firstAnswer);
  else timeline.add('note', 'blocked');
  return status;
}

/** Reads everything back and judges it. `beforeCheckpoint`: see the ledger's `examine`. */
export async function read(
  state: TrialState,
  replicas: readonly Replica[],
  beforeCheckpoint: boolean,
): Promise<JudgedReadings> {
  const { context, run, timeline } = state;
  const { ledger } = run.writer;
  reportPhase(state, 'reads');
  const options = { signal: context.signal, beforeCheckpoint };
  const readings = await context.limitReads(() =>
    untilAnswered(context, () => readThroughEach(replicas, ledger, options)),
  );
  timeline.add('read', readings.map(({ replica, kept }) => `${replica}: ${kept} kept`).join(', ') || 'nobody');
  return { ...judge(ledger.expectedCount, readings, ledger.altered), readings };
}

/** A service may lose its database for a moment more: it says so, and that is no reading. */
async function untilAnswered<T>({ options, signal }: RunContext, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + options.deadline;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError && error.status === 503) || performance.now() > end) throw error;
      await pause(betweenReadings, undefined, { signal });
    }
  }
}

const betweenReadings = 500;
