import type { Subject } from '@persistence-lab/cluster';
import { type EventName, eventNames, type KindName, kindNames } from '@persistence-lab/experiment';
import { CannotRun } from '@persistence-lab/language';

/** What the user asked for; nothing given: every subject, and the events that leave the nodes alone. */
export interface Choice {
  readonly kinds?: string[] | undefined;
  readonly events?: string[] | undefined;
  readonly subjects?: string[] | undefined;
  /** The events that meet whole nodes, too. */
  readonly all?: boolean | undefined;
}

/** A subject that keeps notes on a kind of storage that the lab knows. */
export type NotesSubject = Subject & { readonly kind: KindName };

export interface ChosenCells {
  readonly subjects: NotesSubject[];
  readonly events: EventName[];
  /** Kinds that were asked for by name, and of which nothing is deployed. */
  readonly notDeployed: readonly string[];
}

export const nodeEvents: readonly EventName[] = ['node-drain', 'node-reboot', 'node-failure'];

/** @throws CannotRun for a name that is not known, with those that are */
export function chooseCells(deployed: readonly Subject[], choice: Choice): ChosenCells {
  const suitable = deployed.filter(keepsNotes);
  if (suitable.length === 0) throw new CannotRun('Nothing that keeps notes is deployed; "npm run deploy" does that.');
  const names = new Set(among('subject', choice.subjects, namesOf(suitable)));
  const kinds = new Set(among('kind', choice.kinds, kindNames));
  const subjects = suitable
    .filter(({ name, kind }) => names.has(name) && kinds.has(kind))
    .toSorted((a, b) => kindNames.indexOf(a.kind) - kindNames.indexOf(b.kind));
  if (subjects.length === 0)
    throw new CannotRun(`No subject is of that kind and name; there are: ${suitable.map(described).join(', ')}.`);
  const usual = choice.all ? eventNames : eventNames.filter((name) => !nodeEvents.includes(name));
  const events = new Set(choice.events ? among('event', choice.events, eventNames) : usual);
  const notDeployed = (choice.kinds ?? []).filter((name) => !suitable.some(({ kind }) => kind === name));
  return { subjects, events: eventNames.filter((name) => events.has(name)), notDeployed };
}

const keepsNotes = (subject: Subject): subject is NotesSubject =>
  subject.app === 'notes-api' && kindNames.includes(subject.kind as KindName);

const namesOf = (subjects: readonly Subject[]) => subjects.map(({ name }) => name);
const described = ({ name, kind }: Subject) => `${name} (${kind})`;

function among<T extends string>(what: string, asked: string[] | undefined, known: readonly T[]): readonly T[] {
  if (asked === undefined) return known;
  const unknown = asked.filter((name) => !known.includes(name as T));
  if (unknown.length > 0)
    throw new CannotRun(`There is no ${what} "${unknown.join('", "')}"; there are: ${known.join(', ')}.`);
  return asked as T[];
}
