import {
  asExpected,
  type Cell,
  undoEffect,
  findEvent,
  type EventName,
  type Expectation,
  type Moment,
} from '@persistence-lab/experiment';
import type { SubjectRun } from './run-context.ts';
import type { Findings } from './trial-state.ts';

/** The report's entry of a trial. Evidence stands only where something is to be explained. */
export function createCell(
  { subject, kind }: SubjectRun,
  event: EventName,
  expectation: Expectation,
  found: Findings,
  timeline: readonly Moment[],
): Cell {
  const { first, after, couldNotRun = null } = found;
  const ran = couldNotRun === null && first !== undefined;
  const cell = {
    subject: subject.name,
    kind,
    event,
    topic: findEvent(event)!.topic,
    verdict: ran ? first.verdict : null,
    couldNotRun: ran ? null : (couldNotRun ?? 'It was interrupted.'),
    acknowledged: found.acknowledged,
    kept: first?.kept ?? 0,
    lost: first?.lost ?? 0,
    readings: [...(first?.readings ?? [])].map(plain),
    afterUndo:
      ran && after ? { ...after, readings: after.readings.map(plain), mark: undoEffect(first, after).en } : null,
    downtime: found.downtime ?? null,
    reasons: found.reasons,
    expectation: { ...expectation, because: expectation.because.en },
    timeline: [...timeline],
  };
  const fulfilled = asExpected(cell);
  return { ...cell, asExpected: fulfilled, evidence: fulfilled === true ? [] : found.evidence };
}

const plain = <T extends { missing: readonly string[]; stale: readonly string[]; changed: readonly string[] }>(
  reading: T,
) => ({
  ...reading,
  missing: [...reading.missing],
  stale: [...reading.stale],
  changed: [...reading.changed],
});
