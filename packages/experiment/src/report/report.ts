import { languages } from '@persistence-lab/language';
import * as z from 'zod';
import { eventNames, topics } from '../events/event.ts';
import { kindNames } from '../kinds/kind.ts';
import { verdicts } from '../verdicts/verdict.ts';

const count = () => z.int().nonnegative();
const milliseconds = () => z.number().nonnegative();
const verdict = () => z.enum(verdicts);

const described = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description });

export const readingSchema = z.object({
  replica: described(z.string(), 'Which replica answered'),
  node: described(z.string().nullable(), 'Its node; null when unknown'),
  kept: described(count(), 'Notes that came back as they were acknowledged'),
  missing: described(z.array(z.string()), 'Ids of the missing notes'),
  stale: described(
    z.array(z.string()),
    'Ids of the notes that came back in an earlier acknowledged state, or although they were deleted',
  ),
  changed: described(z.array(z.string()), 'Ids of the notes that came back with content that was never sent'),
});

export const momentSchema = z.object({
  at: described(milliseconds(), 'Milliseconds since the cell began to write'),
  what: described(
    z.enum(['event', 'replica', 'answers', 'silent', 'read', 'undo', 'note']),
    'The event itself, a replica that started or ended, the start of answers or of downtime (silent), a reading, the undo, or a remark',
  ),
  detail: described(z.string(), 'One line for people'),
});

const afterUndoSchema = z.object({
  verdict: verdict(),
  kept: described(count(), 'Notes kept by the replica that kept the fewest'),
  lost: described(count(), 'Notes lost by that replica'),
  readings: described(z.array(readingSchema), 'What each replica returned'),
  mark: described(
    z.string(),
    'What the undo changed, in the language of the report: "left behind on node-1, found again"',
  ),
});

const expectationSchema = z.object({
  verdict: described(verdict().nullable(), 'Null: the documentation promises nothing, so nothing is asserted'),
  afterUndo: described(verdict().nullable(), 'After the undo; null: nothing is undone, or nothing is promised'),
  source: described(z.string().nullable(), 'The page with the promise; null when there is none'),
  because: described(z.string(), 'The reason, in the language of the report'),
});

export const cellSchema = z.object({
  subject: described(z.string(), 'The tested Deployment or StatefulSet of a service'),
  kind: described(z.enum(kindNames), 'Its kind of storage'),
  event: described(z.enum(eventNames), 'The injected event'),
  topic: described(z.enum(topics), 'The topic of the event'),
  verdict: described(verdict().nullable(), 'Null: could not run, see couldNotRun'),
  couldNotRun: described(z.string().nullable(), 'Why there is no verdict'),
  acknowledged: described(
    count(),
    'Notes and changes of notes acknowledged before the reading: more than kept and lost together if notes were changed',
  ),
  kept: described(count(), 'Notes kept by the replica that kept the fewest'),
  lost: described(count(), 'Notes lost by that replica'),
  readings: described(z.array(readingSchema), 'What each replica returned; empty: no replica could be read'),
  afterUndo: described(afterUndoSchema.nullable(), 'The state after the undo; null when there is nothing to undo'),
  downtime: described(
    milliseconds().nullable(),
    'Milliseconds from the last success before the event to the first after it; null: none came after',
  ),
  reasons: described(z.array(z.string()), 'Why the subject is blocked: conditions and events of its pods'),
  expectation: described(expectationSchema, 'What the documentation promises for this kind under this event'),
  asExpected: described(z.boolean().nullable(), 'Null: nothing is asserted, or the cell could not run'),
  evidence: described(z.array(z.string()), 'Observations that explain the verdict'),
  timeline: described(z.array(momentSchema), 'What happened, in order'),
});

/** What `lab run --json` writes. A change that breaks existing readers increments the number in `schema`. */
export const reportSchema = z.object({
  schema: described(z.literal('persistence-lab/run/1'), 'The type and version of this document'),
  language: described(z.enum(languages).default('en'), 'Language of the texts; reports without it are in English'),
  startedAt: described(z.iso.datetime(), 'When the run began, UTC'),
  endedAt: described(z.iso.datetime(), 'When the cluster was restored, UTC'),
  cluster: z.object({
    name: described(z.string(), 'The kubeconfig context, or the folder of the simulated cluster'),
    driver: described(z.enum(['kubernetes', 'local']), 'local: a cluster simulated by processes and folders'),
    version: described(z.string(), 'Version of Kubernetes, or of the simulation'),
    nodes: described(count(), 'Number of nodes'),
  }),
  options: z.object({
    notes: described(count(), 'Acknowledged notes at the start of a cell'),
    replicas: described(count(), 'Replicas for scale-out'),
    deadline: described(milliseconds(), 'Milliseconds within which a subject had to serve again'),
  }),
  cells: described(z.array(cellSchema), 'One cell for each subject and event'),
  leftovers: described(
    z.array(z.string()),
    'What could not be restored; empty: the cluster is as it was before the run',
  ),
});

export type Moment = z.infer<typeof momentSchema>;
export type Cell = z.infer<typeof cellSchema>;
export type Report = z.infer<typeof reportSchema>;
