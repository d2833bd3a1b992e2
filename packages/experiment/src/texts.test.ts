import { describe, expect, it } from 'vitest';
import { eventNames, topics } from './event.ts';
import { events, findEvent } from './events.ts';
import { kindNames, type Localized } from './kind.ts';
import { findKind, kinds } from './kinds.ts';
import { verdicts } from './verdict.ts';
import { verdictTexts } from './verdict-texts.ts';

const texts: [string, Localized][] = [
  ...kinds.map(({ name, summary }): [string, Localized] => [name, summary]),
  ...events.flatMap(({ name, summary, undo }): [string, Localized][] => [
    [name, summary],
    [`the undo of ${name}`, undo],
  ]),
  ...verdicts.map((verdict): [string, Localized] => [verdict, verdictTexts[verdict]]),
];

describe('the texts', () => {
  it.each(texts)('of %s are one sentence line in each language', (_, text) => {
    for (const line of [text.en, text['pt-BR']]) expect(line).toMatch(/^[^\s].{3,118}\.$/);
  });

  it('are in two languages: none says the same in both', () => {
    for (const [, { en, 'pt-BR': pt }] of texts) expect(en).not.toBe(pt);
  });

  it('say something of their own of each kind and verdict', () => {
    const lines = [...kinds.map(({ summary }) => summary.en), ...verdicts.map((each) => verdictTexts[each].en)];
    expect(new Set(lines).size).toBe(kindNames.length + verdicts.length);
  });
});

it('kinds and events are found by their names, and nothing by another', () => {
  for (const name of kindNames) expect(findKind(name)?.name).toBe(name);
  for (const name of eventNames) expect(findEvent(name)?.name).toBe(name);
  for (const name of ['', 'PVC', '__proto__', 'constructor']) {
    expect(findKind(name)).toBeUndefined();
    expect(findEvent(name)).toBeUndefined();
  }
});

it('each kind is described by a page of the Kubernetes documentation', () => {
  for (const { source } of kinds)
    expect(source).toMatch(/^https:\/\/kubernetes\.io\/docs\/[a-z-]+\/([a-z-]+\/)+(#[a-z-]+)?$/);
});

it('events come topic by topic; those that hit a node are the movements, and power is for two of them', () => {
  const order = events.map(({ topic }) => topics.indexOf(topic));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(events.filter(({ hitsNode }) => hitsNode)).toEqual(events.filter(({ topic }) => topic === 'movement'));
  expect(events.filter(({ needsPower }) => needsPower).map(({ name }) => name)).toEqual([
    'node-failure',
    'node-reboot',
  ]);
});
