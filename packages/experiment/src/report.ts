import * as z from 'zod';
import { eventNames, topics } from './event.ts';
import { kindNames } from './kind.ts';
import { verdicts } from './verdict.ts';

const count = () => z.int().nonnegative();
const milliseconds = () => z.number().nonnegative();
const verdict = () => z.enum(verdicts);

const described = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description });

export const readingSchema = z.object({
  replica: described(z.string(), 'Which replica answered'),
  node: described(z.string().nullable(), 'Where it ran; null when that is not known'),
  kept: described(count(), 'Notes that came back as they were acknowledged'),
  missing: described(z.array(z.string()), 'Ids of the notes that were not there'),
  stale: described(
    z.array(z.string()),
    'Ids of the notes that came back as an earlier acknowledged change had left them',
  ),
  changed: described(z.array(z.string()), 'Ids of the notes that came back as nobody had ever sent them'),
});

export const momentSchema = z.object({
  at: described(milliseconds(), 'Since the cell began to write, in milliseconds'),
  what: described(
    z.enum(['event', 'replica', 'answers', 'silent', 'read', 'undo', 'note']),
    'The event itself, a replica that came or went, the service beginning to answer or to be silent, a reading, the undo, or a remark',
  ),
  detail: described(z.string(), 'One line for people'),
});

const afterUndoSchema = z.object({
  verdict: verdict(),
  kept: described(count(), 'Notes kept by the replica that kept the least'),
  lost: described(count(), 'Notes lost by that replica'),
  readings: described(z.array(readingSchema), 'What each replica gave back'),
  mark: described(z.string(), 'What the undo changed: "left behind on node-1, found again"'),
});

const expectationSchema = z.object({
  verdict: described(verdict().nullable(), 'Null: the documentation does not say, so nothing is asserted'),
  afterUndo: described(verdict().nullable(), 'After the undo; null: nothing is undone, or nobody says'),
  source: described(z.string().nullable(), 'The page that says so'),
  because: described(z.string(), 'One sentence: why'),
});

export const cellSchema = z.object({
  subject: described(z.string(), 'The service that was tried'),
  kind: described(z.enum(kindNames), 'The kind of storage that it stands on'),
  event: described(z.enum(eventNames), 'What was done to it'),
  topic: described(z.enum(topics), 'What the event is an example of'),
  verdict: described(verdict().nullable(), 'Null: could not run, see couldNotRun'),
  couldNotRun: described(z.string().nullable(), 'One sentence: why there is no verdict'),
  acknowledged: described(
    count(),
    'Notes and changes of notes acknowledged before the reading: more than kept and lost together where notes were changed',
  ),
  kept: described(count(), 'Notes kept by the replica that kept the least'),
  lost: described(count(), 'Notes lost by that replica'),
  readings: described(z.array(readingSchema), 'What each replica gave back; empty: none could be read'),
  afterUndo: described(
    afterUndoSchema.nullable(),
    'What the undo brought back; null when the event leaves nothing to undo',
  ),
  downtime: described(
    milliseconds().nullable(),
    'Milliseconds from the last good answer before to the first after; null: none came after',
  ),
  reasons: described(z.array(z.string()), "Why it is blocked: the pods' conditions and events"),
  expectation: described(expectationSchema, 'What the documentation says of this kind under this event'),
  asExpected: described(z.boolean().nullable(), 'Null: nothing is asserted, or the cell could not run'),
  evidence: described(z.array(z.string()), 'What was seen that explains the verdict'),
  timeline: described(z.array(momentSchema), 'What happened when'),
});

/** What `lab run --json` writes. A change that breaks its readers changes the number in `schema`. */
export const reportSchema = z.object({
  schema: described(z.literal('persistence-lab/run/1'), 'What this is, and the version of its form'),
  startedAt: described(z.iso.datetime(), 'When the run began, UTC'),
  endedAt: described(z.iso.datetime(), 'When everything had been put back, UTC'),
  cluster: z.object({
    name: described(z.string(), 'The context of the kubeconfig, or the folder of the simulation'),
    driver: described(z.enum(['kubernetes', 'local']), 'Local: simulated by processes and folders'),
    version: described(z.string(), 'Of Kubernetes, or of the simulation'),
    nodes: described(count(), 'How many nodes there were'),
  }),
  options: z.object({
    notes: described(count(), 'Acknowledged notes that a cell began with'),
    replicas: described(count(), 'Replicas that a scale-out asked for'),
    deadline: described(milliseconds(), 'Milliseconds that a subject had to serve again'),
  }),
  cells: described(z.array(cellSchema), 'One for each subject and event'),
  leftovers: described(
    z.array(z.string()),
    'What could not be put back, a sentence each; empty: the cluster is as before',
  ),
});

export type Moment = z.infer<typeof momentSchema>;
export type Cell = z.infer<typeof cellSchema>;
export type Report = z.infer<typeof reportSchema>;
