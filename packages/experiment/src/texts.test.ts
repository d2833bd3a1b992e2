import { languages, type Text } from '@persistence-lab/language';
import { describe, expect, it } from 'vitest';
import { eventNames, topics } from './events/event.ts';
import { events, findEvent } from './events/events.ts';
import { kindNames } from './kinds/kind.ts';
import { findKind, kinds } from './kinds/kinds.ts';
import { verdicts } from './verdicts/verdict.ts';
import { verdictTexts } from './verdicts/verdict-texts.ts';

const texts: [string, Text][] = [
  ...kinds.map(({ name, summary }): [string, Text] => [name, summary]),
  ...events.flatMap(({ name, summary, undo }): [string, Text][] => [
    [name, summary],
    [`the undo of ${name}`, undo],
  ]),
  ...verdicts.map((verdict): [string, Text] => [verdict, verdictTexts[verdict]]),
];

describe('the texts', () => {
  it.each(texts)('of %s are one line with one sentence in each language', (_, text) => {
    for (const language of languages) expect(text[language]).toMatch(/^[^\s].{3,118}\.$/);
  });

  it('differ between the languages', () => {
    for (const [, { en, 'pt-BR': pt }] of texts) expect(en).not.toBe(pt);
  });

  it('are different for each kind and verdict', () => {
    const lines = [...kinds.map(({ summary }) => summary.en), ...verdicts.map((each) => verdictTexts[each].en)];
    expect(new Set(lines).size).toBe(kindNames.length + verdicts.length);
  });
});

it('finds kinds and events by their exact names only', () => {
  for (const name of kindNames) expect(findKind(name)?.name).toBe(name);
  for (const name of eventNames) expect(findEvent(name)?.name).toBe(name);
  for (const name of ['', 'PVC', '__proto__', 'constructor']) {
    expect(findKind(name)).toBeUndefined();
    expect(findEvent(name)).toBeUndefined();
  }
});

it('cites a page of the Kubernetes documentation for each kind', () => {
  for (const { source } of kinds)
    expect(source).toMatch(/^https:\/\/kubernetes\.io\/docs\/[a-z-]+\/([a-z-]+\/)+(#[a-z-]+)?$/);
});

it('orders events by topic; movements affect a node, and two of them need node power', () => {
  const order = events.map(({ topic }) => topics.indexOf(topic));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(events.filter(({ affectsNode }) => affectsNode)).toEqual(events.filter(({ topic }) => topic === 'movement'));
  expect(events.filter(({ needsNodePower }) => needsNodePower).map(({ name }) => name)).toEqual([
    'node-failure',
    'node-reboot',
  ]);
});
