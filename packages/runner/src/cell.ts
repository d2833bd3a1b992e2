import {
  asExpected,
  type Cell,
  type EventName,
  type Expectation,
  findEvent,
  type JudgedReadings,
  type Moment,
  type Reading,
  undoEffect,
} from '@persistence-lab/experiment';
import { counted, type Language, type Text } from '@persistence-lab/language';
import type { FaultTarget } from './faults/fault-target.ts';
import type { SubjectRun } from './run-context.ts';

/** What a trial has found so far. */
export interface TrialFindings {
  target?: FaultTarget;
  /** When the event was injected, in milliseconds of the timeline. */
  injectedAt?: number;
  downtime?: number | null;
  first?: JudgedReadings;
  afterUndo?: JudgedReadings;
  acknowledged: number;
  reasons: string[];
  couldNotRun?: string;
  readonly evidence: string[];
}

/** The entry of a trial in the report. It contains evidence only if the result is not as expected. */
export function createCell(
  { subject, kind }: SubjectRun,
  event: EventName,
  expectation: Expectation,
  found: TrialFindings,
  timeline: readonly Moment[],
  language: Language,
): Cell {
  const { first, afterUndo, couldNotRun = null } = found;
  const ran = couldNotRun === null && first !== undefined;
  const cell = {
    subject: subject.name,
    kind,
    event,
    topic: findEvent(event)!.topic,
    verdict: ran ? first.verdict : null,
    couldNotRun: ran ? null : (couldNotRun ?? texts.interrupted[language]),
    acknowledged: found.acknowledged,
    kept: first?.kept ?? 0,
    lost: first?.lost ?? 0,
    readings: (first?.readings ?? []).map(mutable),
    afterUndo:
      ran && afterUndo
        ? { ...afterUndo, readings: afterUndo.readings.map(mutable), mark: undoEffect(first, afterUndo)[language] }
        : null,
    downtime: found.downtime ?? null,
    reasons: found.reasons,
    expectation: { ...expectation, because: expectation.because[language] },
    timeline: [...timeline],
  };
  const isExpected = asExpected(cell);
  return { ...cell, asExpected: isExpected, evidence: isExpected === true ? [] : found.evidence };
}

/** The report's schema has mutable arrays. */
const mutable = (reading: Reading): Cell['readings'][number] => ({
  ...reading,
  missing: [...reading.missing],
  stale: [...reading.stale],
  changed: [...reading.changed],
});

/** The texts of a cell and its timeline. */
export const texts = {
  interrupted: { en: 'The trial was interrupted.', 'pt-BR': 'O teste foi interrompido.' },
  blocked: { en: 'blocked', 'pt-BR': 'bloqueado' },
  noReplica: { en: 'no replica', 'pt-BR': 'nenhuma réplica' },
  before: (line: string) => ({ en: `before: ${line}`, 'pt-BR': `antes: ${line}` }),
  after: (line: string) => ({ en: `after: ${line}`, 'pt-BR': `depois: ${line}` }),
  afterUndo: (line: string) => ({ en: `after the undo: ${line}`, 'pt-BR': `depois de desfazer: ${line}` }),
  doesNotServe: (subject: string, reasons: string) => ({
    en: `${subject} does not serve before the event: ${reasons}`,
    'pt-BR': `${subject} não atende antes do evento: ${reasons}`,
  }),
  notUndone: (reason: string) => ({
    en: `The event could not be undone: ${reason}`,
    'pt-BR': `Não foi possível desfazer o evento: ${reason}`,
  }),
  couldNotContinue: (reason: string) => ({
    en: `could not continue: ${reason}`,
    'pt-BR': `não foi possível continuar: ${reason}`,
  }),
} satisfies Record<string, Text | ((...args: string[]) => Text)>;

/** `1 note kept`, `1,000 notes kept`. */
export const keptText = (count: number): Text =>
  counted(count, { en: ['note kept', 'notes kept'], 'pt-BR': ['nota mantida', 'notas mantidas'] });
