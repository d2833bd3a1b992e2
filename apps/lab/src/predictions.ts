import { cellKey, findEvent, findKind, type Report, scorePredictions, type Verdict } from '@persistence-lab/experiment';
import { CannotRun } from '@persistence-lab/language';
import type { PossibleCell } from '@persistence-lab/runner';

/** Asks for one guess; null: no more guesses, please. */
export type Ask = (question: string) => Promise<Verdict | null>;

export type Guesses = ReadonlyMap<string, Verdict>;

/** Asks what will become of each cell, as long as there are answers. */
export async function askGuesses(cells: readonly PossibleCell[], ask: Ask): Promise<Guesses> {
  const guesses = new Map<string, Verdict>();
  for (const { subject, event } of cells) {
    const what = [findKind(subject.kind)?.summary.en, findEvent(event)?.summary.en].join('\n');
    const guess = await ask(`${subject.name}, ${event}: what becomes of the notes?\n${what}`);
    if (guess === null) break;
    guesses.set(cellKey({ subject: subject.name, event }), guess);
  }
  return guesses;
}

/** How good the guesses were, and what to learn from those that were not. */
export function tellScore(guesses: Guesses, report: Report): string[] {
  const { correct, total, wrong } = scorePredictions(guesses, report);
  const lessons = wrong.map(
    ({ cell, predicted }) =>
      `  ${cell.subject}, ${cell.event}: you said ${predicted}, it was ${cell.verdict}. ${cell.expectation.because}`,
  );
  return [`You were right about ${correct} of ${total} cells.`, ...lessons];
}

/**
 * Asks on the terminal.
 * @throws CannotRun when there is none
 */
export async function askOnTerminal(): Promise<Ask> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new CannotRun('--predict asks questions: it needs a terminal, for its input and its output.');
  const { isCancel, select } = await import('@clack/prompts');
  const options: { value: Verdict | null; label: string }[] = [
    { value: 'survived', label: 'survived: every note is there' },
    { value: 'lost', label: 'lost: none is' },
    { value: 'partly lost', label: 'partly lost: some are' },
    { value: 'diverged', label: 'diverged: the replicas disagree' },
    { value: 'blocked', label: 'blocked: nobody answers' },
    { value: null, label: 'no more guesses: run' },
  ];
  return async (message) => {
    const answer = await select({ message, options });
    return isCancel(answer) ? null : answer;
  };
}
