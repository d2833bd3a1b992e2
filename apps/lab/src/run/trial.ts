import type { Replica } from '@persistence-lab/cluster';
import {
  type Cell,
  compareReadings,
  createTimeline,
  downtime,
  type EventName,
  type Expectation,
  judge,
  type Outcome,
  type Timeline,
} from '@persistence-lab/experiment';
import { cellOf } from './cell-of.ts';
import { describeClaims, describePlace } from './evidence.ts';
import type { Hit } from './hit.ts';
import { isNoAnswer } from './notes-of.ts';
import { readThroughEach } from './reader.ts';
import type { Lane, Phase, Session } from './session.ts';
import { awaitStanding } from './standing.ts';
import { type Steady, writeSteadily } from './steady.ts';
import { watchReplicas } from './watch-replicas.ts';

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

/** What a trial has found so far. */
export interface Findings {
  hit?: Hit;
  struckAt?: number;
  silence?: number | null;
  first?: Outcome;
  after?: Outcome;
  acknowledged: number;
  reasons: string[];
  couldNotRun?: string;
  readonly evidence: string[];
}

export function createTrial(session: Session, lane: Lane, event: EventName, expectation: Expectation): Trial {
  const { cluster, signal, options, pace } = session;
  const timeline: Timeline = createTimeline(() => performance.now());
  const found: Findings = { acknowledged: 0, reasons: [], evidence: [] };
  let steady: Steady | undefined;
  let unwatch: (() => void) | undefined;

  const subject = () => cluster.subject(lane.subject.name);
  const phase = (phase: Phase) => session.tell({ step: 'phase', subject: lane.subject.name, event, phase });
  const serving = () => cluster.replicas(lane.subject).filter(({ ready, ending }) => ready && !ending);
  const patience = (timeout: number) => ({ timeout, signal, confirmation: pace.confirmation });

  /** Takes a step unless one has failed before; what is the cluster's or the subject's fault becomes the cell's. */
  async function step(work: () => Promise<void>): Promise<void> {
    if (found.couldNotRun !== undefined) return;
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!isNoAnswer(error)) throw error;
      found.couldNotRun = (error as Error).message;
      timeline.add('note', `could not go on: ${found.couldNotRun}`);
    }
  }

  async function read(replicas: readonly Replica[], beforeMark: boolean): Promise<Outcome> {
    phase('reads');
    const { ledger } = lane.writer;
    const readings = await session.busy(() => readThroughEach(replicas, ledger, { signal, beforeMark }));
    timeline.add('read', readings.map(({ replica, kept }) => `${replica}: ${kept} kept`).join(', '));
    return { ...judge(ledger.owed, readings, ledger.altered), readings };
  }

  async function look(deadline: number, whileItServes?: () => Promise<void>) {
    phase('waits');
    const standing = await awaitStanding(cluster, subject(), patience(deadline));
    if (!standing.serves) {
      timeline.add('note', 'blocked');
      return standing;
    }
    await steady?.answersAgain(pace.firstAnswer);
    await whileItServes?.();
    return standing;
  }

  return {
    event,
    lane,
    giveUp: (reason) => void (found.couldNotRun ??= reason),
    async prepare() {
      if (lane.broken !== null) found.couldNotRun = lane.broken;
      await step(async () => {
        phase('writes');
        const standing = await awaitStanding(cluster, subject(), patience(options.deadline));
        if (!standing.serves) {
          lane.broken = `${lane.subject.name} does not serve before the event: ${standing.reasons.join('; ')}`;
          found.couldNotRun = lane.broken;
          return;
        }
        await session.busy(() => lane.writer.fill(standing.replicas, options.notes, signal));
        steady = writeSteadily({ writer: lane.writer, serving, timeline, interval: pace.betweenWrites, signal });
        await steady.answersAgain(pace.firstAnswer);
      });
      return found.couldNotRun === undefined;
    },

    strike: (work) =>
      step(async () => {
        phase('event');
        const now = subject();
        const holder = cluster.holder(now);
        const victims = cluster.holders(now).filter(({ ending }) => !ending);
        found.hit = { session, cluster, subject: now, holder, victims, writer: lane.writer, timeline };
        found.evidence.push(
          ...describeClaims(cluster, now),
          ...describePlace(cluster, now).map((text) => `before: ${text}`),
        );
        unwatch = watchReplicas(cluster, now, timeline);
        lane.writer.ledger.mark();
        found.struckAt = timeline.add('event', event);
        await work(found.hit);
      }),

    observe: (deadline, whileItServes) =>
      step(async () => {
        const { hit } = found;
        const standing = await look(deadline, hit && whileItServes && (() => whileItServes(hit)));
        await steady?.stop();
        found.silence = downtime(steady?.answers ?? [], found.struckAt ?? 0);
        found.evidence.push(...describePlace(cluster, subject()).map((text) => `after: ${text}`));
        if (!standing.serves) found.reasons = standing.reasons;
        found.first = await read(standing.serves ? standing.replicas : [], false);
        // what was acknowledged while the event went on has to be kept as well
        found.acknowledged = Math.max(lane.writer.ledger.owed, found.first.kept + found.first.lost);
      }),

    async undo(work) {
      const { hit } = found;
      if (hit === undefined) return;
      phase('undo');
      timeline.add('undo', event);
      try {
        await work(hit);
      } catch (error) {
        signal.throwIfAborted();
        if (!isNoAnswer(error)) throw error;
        found.couldNotRun ??= `It was not undone: ${(error as Error).message}`;
      }
    },

    observeUndone: () =>
      step(async () => {
        if (found.first === undefined) return;
        const standing = await look(options.deadline);
        if (!standing.serves) found.evidence.push(...standing.reasons.map((reason) => `after the undo: ${reason}`));
        // what was acknowledged by a replacement may have gone with it, when the undo took that away
        const beforeMark = found.first.verdict !== 'survived';
        found.after = await read(standing.serves ? standing.replicas : [], beforeMark);
        timeline.add('note', compareReadings(found.first, found.after));
      }),

    async end() {
      unwatch?.();
      await steady?.stop();
      const isWhole = found.first?.verdict === 'survived' && (found.after?.verdict ?? 'survived') === 'survived';
      if (!isWhole) lane.writer.forget();
      const cell = cellOf(lane, event, expectation, found, timeline.moments);
      session.tell({ step: 'cell', cell });
      return cell;
    },
  };
}
