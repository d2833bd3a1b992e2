import * as z from 'zod';
import { eventNames, topics } from './event.ts';
import { kindNames } from './kind.ts';
import { verdicts } from './verdict.ts';

const count = () => z.int().nonnegative();
const milliseconds = () => z.number().nonnegative();
const verdict = () => z.enum(verdicts);

export const readingSchema = z.object({
  replica: z.string(),
  node: z.string().nullable(),
  kept: count(),
  missing: z.array(z.string()),
  stale: z.array(z.string()),
  changed: z.array(z.string()),
});

export const momentSchema = z.object({
  at: milliseconds().meta({ description: 'Since the cell began to write' }),
  what: z.enum(['event', 'replica', 'answers', 'silent', 'read', 'undo', 'note']),
  detail: z.string(),
});

export const cellSchema = z.object({
  subject: z.string(),
  kind: z.enum(kindNames),
  event: z.enum(eventNames),
  topic: z.enum(topics),
  verdict: verdict().nullable().meta({ description: 'Null: could not run, see couldNotRun' }),
  couldNotRun: z.string().nullable(),
  acknowledged: count().meta({ description: 'Notes (and changes of notes) acknowledged before the reading' }),
  /** Of the replica that kept the least. */
  kept: count(),
  lost: count(),
  readings: z.array(readingSchema),
  afterUndo: z
    .object({ verdict: verdict(), kept: count(), lost: count(), readings: z.array(readingSchema), mark: z.string() })
    .nullable()
    .meta({ description: 'What the undo brought back; null when the event leaves nothing to undo' }),
  downtime: milliseconds()
    .nullable()
    .meta({ description: 'From the last good answer before to the first after; null: none came after' }),
  reasons: z.array(z.string()).meta({ description: "Why it is blocked: the pods' conditions and events" }),
  expectation: z.object({
    verdict: verdict().nullable(),
    afterUndo: verdict().nullable(),
    source: z.string().nullable(),
    because: z.string(),
  }),
  asExpected: z.boolean().nullable().meta({ description: 'Null: nothing is asserted, or the cell could not run' }),
  evidence: z.array(z.string()).meta({ description: 'What was seen that explains the verdict' }),
  timeline: z.array(momentSchema),
});

/** What `lab run --json` writes. A change that breaks its readers changes the number in `schema`. */
export const reportSchema = z.object({
  schema: z.literal('persistence-lab/run/1'),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  cluster: z.object({
    name: z.string(),
    driver: z.enum(['kubernetes', 'local']),
    version: z.string(),
    nodes: count(),
  }),
  options: z.object({ notes: count(), replicas: count(), deadline: milliseconds() }),
  cells: z.array(cellSchema),
  /** What could not be put back, a sentence each; empty: the cluster is as before. */
  leftovers: z.array(z.string()),
});

export type Moment = z.infer<typeof momentSchema>;
export type Cell = z.infer<typeof cellSchema>;
export type Report = z.infer<typeof reportSchema>;
