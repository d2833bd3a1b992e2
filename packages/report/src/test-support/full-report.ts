import {
  eventNames,
  kindNames,
  type Cell,
  type EventName,
  type KindName,
  type Report,
} from '@persistence-lab/experiment';
import { reportSchema } from '@persistence-lab/experiment';

const topicOf = (event: EventName): Cell['topic'] =>
  event === 'scale-out' ? 'extension' : event.startsWith('node-') ? 'movement' : 'removal';

/** A cell in which everything went as it should, unless differences are given. */
export function cellOf(kind: KindName, event: EventName, differences: Partial<Cell> = {}): Cell {
  return {
    subject: `notes-${kind}`,
    kind,
    event,
    topic: topicOf(event),
    verdict: 'survived',
    couldNotRun: null,
    acknowledged: 1_000,
    kept: 1_000,
    lost: 0,
    readings: [{ replica: `notes-${kind}-0`, node: 'node-1', kept: 1_000, missing: [], stale: [], changed: [] }],
    afterUndo: null,
    downtime: 3_240,
    reasons: [],
    expectation: {
      verdict: 'survived',
      afterUndo: null,
      source: 'https://kubernetes.io/docs/concepts/storage/volumes/',
      because: 'The volume outlives its pod.',
    },
    asExpected: true,
    evidence: [],
    timeline: [
      { at: 0, what: 'answers', detail: 'the first note was acknowledged' },
      { at: 4_000, what: 'event', detail: `${event} of notes-${kind}-0` },
      { at: 4_100, what: 'silent', detail: 'connection refused' },
      { at: 5_000, what: 'replica', detail: `notes-${kind}-0 on node-1 is starting` },
      { at: 7_340, what: 'answers', detail: 'notes-0 answers again' },
      { at: 8_000, what: 'read', detail: '1,000 of 1,000' },
    ],
    ...differences,
  };
}

/** A cell that was blocked after the event and survived after the undo. */
export function blockedCell(kind: KindName, event: EventName): Cell {
  const { expectation, readings, timeline } = cellOf(kind, event);
  return cellOf(kind, event, {
    verdict: 'blocked',
    kept: 0,
    lost: 0,
    readings: [],
    afterUndo: { verdict: 'survived', kept: 1_000, lost: 0, readings, mark: 'left behind on node-1, found again' },
    downtime: null,
    reasons: ['0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict.'],
    expectation: { ...expectation, verdict: 'blocked', afterUndo: 'survived' },
    timeline: [...timeline.slice(0, 4), { at: 9_000, what: 'undo', detail: 'uncordoned node-1' }],
  });
}

/** A cell with lost notes where the documentation promises that none is lost. */
export function lossyCell(kind: KindName, event: EventName): Cell {
  const missing = Array.from({ length: 7 }, (_, at) => `note-${at + 1}`);
  return cellOf(kind, event, {
    verdict: 'partly lost',
    kept: 993,
    lost: 7,
    readings: [{ replica: `notes-${kind}-0`, node: 'node-2', kept: 993, missing, stale: [], changed: [] }],
    asExpected: false,
    evidence: ['notes-0 ran on node-1 before the event and on node-2 after it'],
  });
}

export function corruptCell(kind: KindName, event: EventName): Cell {
  return cellOf(kind, event, {
    verdict: 'corrupt',
    kept: 998,
    lost: 1,
    readings: [
      { replica: 'a', node: 'node-1', kept: 998, missing: ['note-1'], stale: ['note-2'], changed: ['note-3'] },
    ],
    asExpected: false,
  });
}

export function cellThatCouldNotRun(kind: KindName, event: EventName): Cell {
  return cellOf(kind, event, {
    verdict: null,
    couldNotRun: 'Node power is not configured: pass --node-power.',
    acknowledged: 0,
    kept: 0,
    readings: [],
    downtime: null,
    asExpected: null,
    timeline: [],
  });
}

export function reportOf(cells: Cell[], differences: Partial<Report> = {}): Report {
  return reportSchema.parse({
    schema: 'persistence-lab/run/1',
    startedAt: '2026-11-01T10:00:00.000Z',
    endedAt: '2026-11-01T10:08:20.000Z',
    cluster: { name: 'three-nodes', driver: 'kubernetes', version: 'v1.33.1', nodes: 3 },
    options: { notes: 1_000, replicas: 3, deadline: 120_000 },
    cells,
    leftovers: [],
    ...differences,
  });
}

const special: Partial<Record<`${KindName} ${EventName}`, Cell>> = {
  'pvc claim-delete': blockedCell('pvc', 'claim-delete'),
  'pvc node-drain': blockedCell('pvc', 'node-drain'),
  'statefulset pod-delete': lossyCell('statefulset', 'pod-delete'),
  'postgres oom': corruptCell('postgres', 'oom'),
  'redis-none node-failure': cellThatCouldNotRun('redis-none', 'node-failure'),
  'emptydir scale-out': cellOf('emptydir', 'scale-out', { verdict: 'diverged', kept: 333, lost: 667 }),
  'memory oom': cellOf('memory', 'oom', {
    asExpected: null,
    expectation: { verdict: null, afterUndo: null, source: null, because: 'It is not documented.' },
  }),
};

/** Every kind under every event: most cells survived, the `special` ones did not. */
export function fullReport(): Report {
  return reportOf(
    kindNames.flatMap((kind) => eventNames.map((event) => special[`${kind} ${event}`] ?? cellOf(kind, event))),
    { leftovers: ['node-3 could not be switched on: its power command failed'] },
  );
}
