import {
  events,
  expectationFor,
  findEvent,
  findKind,
  kinds,
  topics,
  verdicts,
  verdictTexts,
  type Event,
  type EventName,
  type Kind,
  type KindName,
} from '@persistence-lab/experiment';
import { wrap } from '@persistence-lab/report/text/plain';
import { signedVerdict } from '@persistence-lab/report/verdict-labels';
import { wordingFor } from '@persistence-lab/report/wording';
import type { Language, Text } from '@persistence-lab/language';
import { assumedFacts, type Assumption } from './assumption.ts';
import { wordings } from './wording.ts';

const width = 80;
const indent = '    ';

/** Every word that can be explained. */
export const words: readonly string[] = [...kinds, ...events].map(({ name }) => name as string).concat(verdicts);

/** The lines that explain a kind, an event or a verdict; undefined for an unknown word. */
export function explain(word: string, language: Language, assumption: Assumption): string[] | undefined {
  const kind = findKind(word);
  if (kind) return explainKind(kind, language, assumption);
  const event = findEvent(word);
  if (event) return explainEvent(event, language, assumption);
  const verdict = verdicts.find((name) => name === word);
  if (verdict === undefined) return undefined;
  const translation = wordingFor(language).verdicts[verdict];
  const title = translation === verdict ? verdict : `${translation} (${verdict})`;
  return heading(title, verdictTexts[verdict], language);
}

/** Every kind, event and verdict, with its summary. */
export function explainAll(language: Language): string[] {
  const wording = wordings[language];
  const texts = Object.entries(verdictTexts).map(([name, summary]) => ({ name, summary }));
  const list = (title: string, entries: readonly { name: string; summary: Text }[]) => [
    title,
    ...entries.flatMap(({ name, summary }) => column(name, summary[language])),
    '',
  ];
  const byTopic = topics.flatMap((topic) =>
    list(
      `${wording.events}: ${wording.topic[topic]}`,
      events.filter((event) => event.topic === topic),
    ),
  );
  return [...list(wording.kinds, kinds), ...byTopic, ...list(wording.verdicts, texts), wording.more];
}

function explainKind({ name, summary, source }: Kind, language: Language, assumption: Assumption): string[] {
  const blocks = topics.flatMap((topic) => [
    wordings[language].topic[topic],
    ...events
      .filter((event) => event.topic === topic)
      .flatMap((event) => expectation(event.name, name, event.name, language, assumption)),
    '',
  ]);
  return [
    ...heading(name, summary, language),
    source,
    '',
    ...assumed(language, assumption),
    '',
    ...blocks.slice(0, -1),
  ];
}

function explainEvent({ name, topic, summary, undo }: Event, language: Language, assumption: Assumption): string[] {
  const wording = wordings[language];
  return [
    ...heading(`${name} (${wording.topic[topic]})`, summary, language),
    ...wrap(`${wording.undo}: ${undo[language]}`, width),
    '',
    ...assumed(language, assumption),
    '',
    ...kinds.flatMap((kind) => expectation(kind.name, kind.name, name, language, assumption)),
  ];
}

const heading = (title: string, summary: Text, language: Language): string[] =>
  wrap(`${title}: ${summary[language]}`, width);

const assumed = (language: Language, { nodes, volumes }: Assumption): string[] =>
  wrap(wordings[language].assumption(nodes, wordings[language].volumes[volumes]), width);

function expectation(
  label: string,
  kind: KindName,
  event: EventName,
  language: Language,
  assumption: Assumption,
): string[] {
  const wording = wordings[language];
  const expected = expectationFor(kind, event, assumedFacts(assumption));
  if (!expected) return column(label, wording.impossible);
  const { verdict, afterUndo, because, source } = expected;
  const report = wordingFor(language);
  const first = verdict === null ? wording.open : signedVerdict(verdict, report);
  const then = afterUndo === null ? [] : [wording.afterUndo(signedVerdict(afterUndo, report))];
  const reason = [...wrap(because[language], width - indent.length), ...(source === null ? [] : [source])];
  return [...column(label, [first, ...then].join('; ')), ...reason.map((line) => indent + line)];
}

const columnWidth = 20;

/** A name, and a text in a second column. */
function column(name: string, text: string): string[] {
  const lines = wrap(text, width - columnWidth);
  return lines.map((line, at) => (at === 0 ? `  ${name}` : '').padEnd(columnWidth) + line);
}
