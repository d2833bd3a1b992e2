import type { Report, Verdict } from '@persistence-lab/experiment';
import { expect, it } from 'vitest';
import type { PossibleCell } from '@persistence-lab/runner';
import { askGuesses, describeScore } from './predictions.ts';

const cell = (name: string, kind: string, event: string) => ({ subject: { name, kind }, event }) as PossibleCell;
const cells = [cell('notes-pvc', 'pvc', 'pod-delete'), cell('notes-none', 'none', 'pod-delete')];

const found = (subject: string, verdict: Verdict) => ({
  subject,
  event: 'pod-delete',
  verdict,
  expectation: { because: 'The layer goes with its container.' },
});

it('asks about each cell, with its kind and event, and scores the predictions', async () => {
  const questions: string[] = [];
  const guesses = await askGuesses(
    cells,
    async (question) => {
      questions.push(question);
      return 'survived';
    },
    'en',
  );
  expect(questions[0]).toMatch(/^notes-pvc, pod-delete: what will happen to the notes\?\n.+\n.+/);
  const report = {
    language: 'en',
    cells: [found('notes-pvc', 'survived'), found('notes-none', 'lost')],
  } as unknown as Report;
  expect(describeScore(guesses, report)).toEqual([
    'You were right about 1 of 2 cells.',
    '  notes-none, pod-delete: you predicted survived, it was lost. The layer goes with its container.',
  ]);
});

it('asks no more questions after an answer of null', async () => {
  let asked = 0;
  const guesses = await askGuesses(
    cells,
    async () => {
      asked += 1;
      return null;
    },
    'en',
  );
  expect([asked, guesses.size]).toEqual([1, 0]);
});
