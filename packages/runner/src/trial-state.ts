import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '@persistence-lab/api';
import type { Replica, Subject } from '@persistence-lab/cluster';
import { createTimeline, type EventName, judge, type JudgedReadings, type Timeline } from '@persistence-lab/experiment';
import type { Hit } from './faults/fault-target.ts';
import { isNoAnswer } from './load/replica-client.ts';
import { readThroughEach } from './observe/reader.ts';
import type { Lane, Phase, Session } from './run-context.ts';
import { awaitStanding, type Standing } from './observe/serving-status.ts';
import type { Steady } from './load/background-load.ts';

/** What a trial has found so far. */
export interface Findings {
  hit?: Hit;
  /** On the timeline's clock. */
  struckAt?: number;
  silence?: number | null;
  first?: JudgedReadings;
  after?: JudgedReadings;
  acknowledged: number;
  reasons: string[];
  couldNotRun?: string;
  readonly evidence: string[];
}

/** How far a trial has come. */
export interface Course {
  readonly session: Session;
  readonly lane: Lane;
  readonly event: EventName;
  readonly timeline: Timeline;
  readonly found: Findings;
  steady?: Steady;
  unwatch?: () => void;
}

export function createCourse(session: Session, lane: Lane, event: EventName): Course {
  const found = { acknowledged: 0, reasons: [], evidence: [] };
  return { session, lane, event, timeline: createTimeline(() => performance.now()), found };
}

/** The subject as it is now. */
export const subjectOf = ({ session, lane }: Course): Subject => session.cluster.subject(lane.subject.name);

export function tellPhase({ session, lane, event }: Course, phase: Phase): void {
  session.tell({ step: 'phase', subject: lane.subject.name, event, phase });
}

/** Takes a step unless one has failed before; what is the cluster's or the subject's fault becomes the cell's. */
export async function step(course: Course, work: () => Promise<void>): Promise<void> {
  const { found, session, timeline } = course;
  if (found.couldNotRun !== undefined) return;
  try {
    await work();
  } catch (error) {
    session.signal.throwIfAborted();
    if (!isNoAnswer(error)) throw error;
    found.couldNotRun = (error as Error).message;
    timeline.add('note', `could not go on: ${found.couldNotRun}`);
  }
}

/** Waits until the subject serves, and has acknowledged a note again; or until it is clear that it will not. */
export async function look(course: Course, deadline: number): Promise<Standing> {
  const { session, steady, timeline } = course;
  const { cluster, signal, pace } = session;
  const patience = { timeout: deadline, signal, confirmation: pace.confirmation };
  const standing = await awaitStanding(cluster, subjectOf(course), patience);
  if (standing.serves) await steady?.answersAgain(pace.firstAnswer);
  else timeline.add('note', 'blocked');
  return standing;
}

/** Reads everything back and judges it. `beforeCheckpoint`: see the ledger's `examine`. */
export async function read(
  course: Course,
  replicas: readonly Replica[],
  beforeCheckpoint: boolean,
): Promise<JudgedReadings> {
  const { session, lane, timeline } = course;
  const { ledger } = lane.writer;
  tellPhase(course, 'reads');
  const options = { signal: session.signal, beforeCheckpoint };
  const readings = await session.readInTurn(() =>
    untilAnswered(session, () => readThroughEach(replicas, ledger, options)),
  );
  timeline.add('read', readings.map(({ replica, kept }) => `${replica}: ${kept} kept`).join(', ') || 'nobody');
  return { ...judge(ledger.expectedCount, readings, ledger.altered), readings };
}

/** A service may lose its database for a moment more: it says so, and that is no reading. */
async function untilAnswered<T>({ options, signal }: Session, work: () => Promise<T>): Promise<T> {
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
