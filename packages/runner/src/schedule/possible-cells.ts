import type { Cluster } from '@persistence-lab/cluster';
import { type EventName, expectationFor } from '@persistence-lab/experiment';
import type { ChosenCells, NotesSubject } from './choose-cells.ts';
import { factsOf } from '../observe/cluster-facts.ts';

export interface PossibleCell {
  readonly subject: NotesSubject;
  readonly event: EventName;
}

/** The chosen cells without those that cannot happen, as a claim that is not there cannot be deleted. */
export function possibleCells(cluster: Cluster, { subjects, events }: ChosenCells, replicas: number): PossibleCell[] {
  return subjects.flatMap((subject) => {
    const facts = factsOf(cluster, subject, replicas);
    return events.filter((event) => expectationFor(subject.kind, event, facts)).map((event) => ({ subject, event }));
  });
}
