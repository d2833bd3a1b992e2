import type { Cluster, Subject } from '@persistence-lab/cluster';
import {
  type EventName,
  eventNames,
  expectationFor,
  findEvent,
  type KindName,
  kindNames,
} from '@persistence-lab/experiment';
import { type Text, UserError } from '@persistence-lab/language';
import { factsOf } from '../observe/cluster-facts.ts';

/** Which cells to run. Default: every subject, and every event that does not affect nodes. */
export interface Choice {
  readonly kinds?: string[] | undefined;
  readonly events?: string[] | undefined;
  readonly subjects?: string[] | undefined;
  /** Include node events. */
  readonly all?: boolean | undefined;
}

/** A subject that stores notes on a kind of storage with expectations. */
export type NotesSubject = Subject & { readonly kind: KindName };

export interface ChosenCells {
  readonly subjects: NotesSubject[];
  readonly events: EventName[];
  /** Kinds that were chosen by name, but are not deployed. */
  readonly notDeployed: readonly string[];
}

export interface PossibleCell {
  readonly subject: NotesSubject;
  readonly event: EventName;
}

export const nodeEvents: readonly EventName[] = eventNames.filter((name) => findEvent(name)?.affectsNode);

/** @throws UserError for an unknown name, with the known ones, and if no subject is left */
export function chooseCells(deployed: readonly Subject[], choice: Choice): ChosenCells {
  const suitable = deployed.filter(storesNotes);
  if (suitable.length === 0) throw new UserError(nothingDeployed);
  const names = new Set(checkNames(nouns.subject, choice.subjects, namesOf(suitable)));
  const kinds = new Set(checkNames(nouns.kind, choice.kinds, kindNames));
  const subjects = suitable
    .filter(({ name, kind }) => names.has(name) && kinds.has(kind))
    .toSorted((a, b) => kindNames.indexOf(a.kind) - kindNames.indexOf(b.kind));
  if (subjects.length === 0) throw new UserError(noMatch(suitable));
  const defaultEvents = choice.all ? eventNames : eventNames.filter((name) => !nodeEvents.includes(name));
  const events = new Set(checkNames(nouns.event, choice.events, eventNames, defaultEvents));
  const notDeployed = (choice.kinds ?? []).filter((name) => !suitable.some(({ kind }) => kind === name));
  return { subjects, events: eventNames.filter((name) => events.has(name)), notDeployed };
}

/** The chosen cells without impossible ones: a subject without a claim has no cell for claim-delete. */
export function possibleCells(cluster: Cluster, { subjects, events }: ChosenCells, replicas: number): PossibleCell[] {
  return subjects.flatMap((subject) => {
    const facts = factsOf(cluster, subject, replicas);
    return events.filter((event) => expectationFor(subject.kind, event, facts)).map((event) => ({ subject, event }));
  });
}

const storesNotes = (subject: Subject): subject is NotesSubject =>
  subject.app === 'notes-api' && kindNames.includes(subject.kind as KindName);

const namesOf = (subjects: readonly Subject[]) => subjects.map(({ name }) => name);

function checkNames<T extends string>(
  noun: Text,
  chosen: string[] | undefined,
  known: readonly T[],
  byDefault: readonly T[] = known,
): readonly T[] {
  if (chosen === undefined) return byDefault;
  const unknown = chosen.filter((name) => !known.includes(name as T));
  if (unknown.length === 0) return chosen as T[];
  const names = unknown.map((name) => `"${name}"`).join(', ');
  const list = known.join(', ');
  throw new UserError({
    en: `Unknown ${noun.en} ${names}. Choose from: ${list}.`,
    'pt-BR': `${noun['pt-BR']} desconhecido: ${names}. Escolha entre: ${list}.`,
  });
}

const nouns = {
  subject: { en: 'subject', 'pt-BR': 'Alvo' },
  kind: { en: 'kind', 'pt-BR': 'Tipo' },
  event: { en: 'event', 'pt-BR': 'Evento' },
};

const nothingDeployed: Text = {
  en: 'No subject that stores notes is deployed. Deploy an overlay first: npm run deploy -- minikube',
  'pt-BR': 'Nenhum alvo que armazena notas está implantado. Implante um overlay primeiro: npm run deploy -- minikube',
};

function noMatch(subjects: readonly NotesSubject[]): Text {
  const list = subjects.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  return {
    en: `No subject matches --kinds and --subjects. Deployed: ${list}.`,
    'pt-BR': `Nenhum alvo corresponde a --kinds e --subjects. Implantados: ${list}.`,
  };
}
