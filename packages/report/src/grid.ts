import {
  eventNames,
  kindNames,
  topics,
  type Cell,
  type EventName,
  type KindName,
  type Report,
  type Topic,
} from '@persistence-lab/experiment';

/** One subject's cells, by event. */
export interface GridRow {
  /** The kind, or the subject where several subjects have that kind. */
  readonly label: string;
  readonly subject: string;
  readonly kind: KindName;
  readonly cells: ReadonlyMap<EventName, Cell>;
}

export interface GridGroup {
  readonly topic: Topic;
  readonly events: readonly EventName[];
}

export interface Grid {
  readonly groups: readonly GridGroup[];
  readonly rows: readonly GridRow[];
}

/** The cells of a report as subjects against events, events by topic: the order of every table of it. */
export function gridOf({ cells }: Pick<Report, 'cells'>): Grid {
  const groups = topics.map((topic) => ({ topic, events: eventsOf(cells, topic) }));
  return { groups: groups.filter(({ events }) => events.length > 0), rows: rowsOf(cells) };
}

function eventsOf(cells: readonly Cell[], topic: Topic): EventName[] {
  return eventNames.filter((name) => cells.some((cell) => cell.event === name && cell.topic === topic));
}

function rowsOf(cells: readonly Cell[]): GridRow[] {
  return kindNames.flatMap((kind) => {
    const subjects = [...new Set(cells.filter((cell) => cell.kind === kind).map(({ subject }) => subject))];
    return subjects.map((subject) => ({
      label: subjects.length === 1 ? kind : subject,
      subject,
      kind,
      cells: new Map(cells.filter((cell) => cell.subject === subject).map((cell) => [cell.event, cell])),
    }));
  });
}
