import { expect, it } from 'vitest';
import { undoEffect, type JudgedReadings } from './undo-effect.ts';
import type { Verdict } from './verdict.ts';

const outcome = (verdict: Verdict, kept: number, lost: number, ...nodes: string[]): JudgedReadings => {
  const rest = { kept, missing: [], stale: [], changed: [] };
  return { verdict, kept, lost, readings: nodes.map((node) => ({ replica: `on ${node}`, node, ...rest })) };
};

it.each([
  [outcome('lost', 0, 9, 'node-2'), outcome('survived', 9, 0, 'node-1'), 'left behind on node-1, found again'],
  [outcome('partly lost', 1, 8, 'node-2'), outcome('survived', 9, 0, 'node-1'), 'left behind on node-1, found again'],
  [outcome('lost', 0, 9, 'node-1'), outcome('survived', 9, 0, 'node-1'), 'found again'],
  [outcome('lost', 0, 9, 'node-2'), outcome('lost', 0, 9, 'node-1'), 'still lost'],
  [outcome('lost', 0, 9, 'node-2'), outcome('partly lost', 4, 5, 'node-1'), '4 of 9 found again'],
  [outcome('partly lost', 4, 5, 'node-1'), outcome('partly lost', 4, 5, 'node-1'), 'still partly lost'],
  [outcome('partly lost', 4, 5, 'node-1'), outcome('lost', 0, 9, 'node-1'), '4 more lost by the undo'],
  [outcome('blocked', 0, 0), outcome('survived', 9, 0, 'node-1'), 'came back'],
  [outcome('blocked', 0, 0), outcome('lost', 0, 9, 'node-1'), 'came back empty'],
  [outcome('blocked', 0, 0), outcome('partly lost', 4, 5, 'node-1'), 'came back with 4 of 9'],
  [outcome('blocked', 0, 0), outcome('blocked', 0, 0), 'still blocked'],
  [outcome('survived', 9, 0, 'node-1'), outcome('blocked', 0, 0), 'blocked by the undo'],
  [outcome('survived', 9, 0, 'node-2'), outcome('survived', 9, 0, 'node-1'), 'still there'],
  [outcome('survived', 9, 0, 'node-1'), outcome('partly lost', 4, 5, 'node-1'), '5 lost by the undo'],
  [outcome('diverged', 3, 6, 'node-1', 'node-2'), outcome('partly lost', 3, 6, 'node-1'), '3 of 9 left'],
  [outcome('diverged', 3, 6, 'node-1', 'node-2'), outcome('lost', 0, 9, 'node-3'), 'all lost'],
  [outcome('diverged', 3, 6, 'node-1', 'node-2'), outcome('survived', 9, 0, 'node-1'), 'complete again'],
  [outcome('diverged', 3, 6, 'node-1', 'node-2'), outcome('diverged', 3, 6, 'node-1'), 'still diverged'],
  [outcome('lost', 0, 9, 'node-1'), outcome('diverged', 0, 9, 'node-1'), 'diverged'],
  [outcome('lost', 0, 9, 'node-1'), outcome('corrupt', 1, 8, 'node-1'), 'corrupt'],
])('after %j the undo gives %j: %s', (before, after, effect) => {
  expect(undoEffect(before, after).en).toBe(effect);
});

it('describes the effect in Portuguese, too', () => {
  const found = undoEffect(outcome('lost', 0, 9, 'node-2'), outcome('survived', 9, 0, 'node-1'));
  expect(found['pt-BR']).toBe('deixadas para trás em node-1, reencontradas');
});
