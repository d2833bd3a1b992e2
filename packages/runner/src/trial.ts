import { type Cell, undoEffect, downtime, type EventName, type Expectation } from '@persistence-lab/experiment';
import { cellOf } from './cell.ts';
import { type Course, createCourse, type Findings, look, read, step, subjectOf, tellPhase } from './trial-state.ts';
import { describeClaims, describePlace } from './observe/evidence.ts';
import type { Hit } from './faults/fault-target.ts';
import { isNoAnswer } from './load/replica-client.ts';
import type { Lane, Session } from './run-context.ts';
import { writeSteadily } from './load/background-load.ts';
import { watchReplicas } from './observe/watch-replicas.ts';

/**
 * One cell of the matrix, step by step, so that the cells of one node can take each step together. A step that fails ends
 * the cell: those that follow do nothing, except `undo`.
 */
export interface Trial {
  readonly event: EventName;
  readonly lane: Lane;
  /** It cannot be tried, for this reason. */
  giveUp(reason: string): void;
  /** Fills the ledger and begins to write steadily. False: it cannot be tried. */
  prepare(): Promise<boolean>;
  /** Makes the event happen. */
  strike(work: (hit: Hit) => Promise<void>): Promise<void>;
  /** Waits until the subject serves or is blocked, and reads everything back. */
  observe(deadline: number, whileItServes?: (hit: Hit) => Promise<void>): Promise<void>;
  /** Puts back what the event changed: also when a step has failed after `strike` began. */
  undo(work: (hit: Hit) => Promise<void>): Promise<void>;
  /** Reads again. */
  observeUndone(): Promise<void>;
  /** Ends the trial and gives its cell. */
  end(): Promise<Cell>;
}

export function createTrial(session: Session, lane: Lane, event: EventName, expectation: Expectation): Trial {
  const course = createCourse(session, lane, event);
  return {
    event,
    lane,
    giveUp: (reason) => void (course.found.couldNotRun ??= reason),
    async prepare() {
      if (lane.broken !== null) course.found.couldNotRun = lane.broken;
      await step(course, () => prepare(course));
      return course.found.couldNotRun === undefined;
    },
    strike: (work) => step(course, () => strike(course, work)),
    observe: (deadline, whileItServes) => step(course, () => observe(course, deadline, whileItServes)),
    undo: (work) => undo(course, work),
    observeUndone: () => step(course, () => observeUndone(course)),
    end: () => end(course, expectation),
  };
}

async function prepare(course: Course): Promise<void> {
  const { session, lane, found, timeline } = course;
  const { cluster, signal, options, pace } = session;
  tellPhase(course, 'writes');
  const standing = await look(course, options.deadline);
  if (!standing.serves) {
    lane.broken = `${lane.subject.name} does not serve before the event: ${standing.reasons.join('; ')}`;
    found.couldNotRun = lane.broken;
    return;
  }
  const { writer } = lane;
  await session.fillInTurn(() => writer.fill(standing.replicas, options.notes, signal));
  const serving = () => cluster.replicas(lane.subject).filter(({ ready, terminating }) => ready && !terminating);
  course.steady = writeSteadily({ writer, serving, timeline, interval: pace.betweenWrites, signal });
  await course.steady.answersAgain(pace.firstAnswer);
}

async function strike(course: Course, work: (hit: Hit) => Promise<void>): Promise<void> {
  const { session, lane, event, found, timeline } = course;
  const { cluster } = session;
  const { writer } = lane;
  const subject = subjectOf(course);
  const holder = cluster.dataWorkload(subject);
  const victims = cluster.dataReplicas(subject).filter(({ terminating }) => !terminating);
  const place = describePlace(cluster, subject).map((text) => `before: ${text}`);
  tellPhase(course, 'event');
  found.evidence.push(...describeClaims(cluster, subject), ...place);
  found.hit = { session, cluster, subject, holder, victims, writer, timeline };
  course.unwatch = watchReplicas(cluster, subject, timeline);
  writer.ledger.checkpoint();
  found.struckAt = timeline.add('event', event);
  await work(found.hit);
}

async function observe(course: Course, deadline: number, whileItServes?: (hit: Hit) => Promise<void>): Promise<void> {
  const { session, lane, found, steady } = course;
  tellPhase(course, 'waits');
  const standing = await look(course, deadline);
  if (standing.serves && found.hit) await whileItServes?.(found.hit);
  await steady?.stop();
  found.silence = downtime(steady?.answers ?? [], found.struckAt ?? 0);
  found.evidence.push(...describePlace(session.cluster, subjectOf(course)).map((text) => `after: ${text}`));
  found.reasons = standing.reasons;
  found.first = await read(course, standing.serves ? standing.replicas : [], false);
  // what was acknowledged while the event went on has to be kept as well
  found.acknowledged = Math.max(lane.writer.ledger.expectedCount, found.first.kept + found.first.lost);
}

async function undo(course: Course, work: (hit: Hit) => Promise<void>): Promise<void> {
  const { session, event, found, timeline } = course;
  if (found.hit === undefined) return;
  tellPhase(course, 'undo');
  timeline.add('undo', event);
  try {
    await work(found.hit);
  } catch (error) {
    session.signal.throwIfAborted();
    if (!isNoAnswer(error)) throw error;
    found.couldNotRun ??= `It was not undone: ${(error as Error).message}`;
  }
}

async function observeUndone(course: Course): Promise<void> {
  const { session, found, timeline } = course;
  if (found.first === undefined) return;
  tellPhase(course, 'waits');
  const standing = await look(course, session.options.deadline);
  if (!standing.serves) found.evidence.push(...standing.reasons.map((reason) => `after the undo: ${reason}`));
  // what was acknowledged by a replacement may have gone with it, when the undo took that away
  const beforeCheckpoint = found.first.verdict !== 'survived';
  found.after = await read(course, standing.serves ? standing.replicas : [], beforeCheckpoint);
  timeline.add('note', undoEffect(found.first, found.after).en);
}

async function end(course: Course, expectation: Expectation): Promise<Cell> {
  const { session, lane, event, found, timeline } = course;
  course.unwatch?.();
  await course.steady?.stop();
  settle(lane, found);
  const cell = cellOf(lane, event, expectation, found, timeline.moments);
  session.tell({ step: 'cell', cell });
  return cell;
}

/** What is whole in the end serves the next event too: a thousand notes are written again only where they are gone. */
function settle({ writer }: Lane, { first, after }: Findings): void {
  if ((after ?? first)?.verdict !== 'survived') writer.forget();
  else if (first?.verdict !== 'survived') writer.ledger.discardSinceCheckpoint();
}
