export { type Choose, createChoose } from './choose.ts';
export { type Event, type EventName, eventNames, type Topic, topics } from './event.ts';
export type { ClusterFacts, Expect, Expectation } from './expectation.ts';
export { type Kind, type KindName, kindNames, type Localized } from './kind.ts';
export { createLedger, type Entry, type Ledger } from './ledger.ts';
export { createNoteChanger, type NoteChanger } from './note-changer.ts';
export { type Cell, cellSchema, type Moment, type Report, reportSchema } from './report.ts';
export { type Reading, type Verdict, verdicts } from './verdict.ts';
