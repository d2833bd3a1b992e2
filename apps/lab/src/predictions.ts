import { cellKey, findEvent, findKind, type Report, scorePredictions, type Verdict } from '@persistence-lab/experiment';
import { type Language, type Text, UserError } from '@persistence-lab/language';
import { verdictWord } from '@persistence-lab/report/verdict-labels';
import { wordingFor } from '@persistence-lab/report/wording';
import type { PossibleCell } from '@persistence-lab/runner';

/** Asks for one prediction; null: no more questions. */
export type Ask = (question: string) => Promise<Verdict | null>;

export type Guesses = ReadonlyMap<string, Verdict>;

/** Asks for the verdict of each cell, until the user wants no more questions. */
export async function askGuesses(cells: readonly PossibleCell[], ask: Ask, language: Language): Promise<Guesses> {
  const guesses = new Map<string, Verdict>();
  for (const { subject, event } of cells) {
    const what = [findKind(subject.kind)?.summary[language], findEvent(event)?.summary[language]].join('\n');
    const question = { en: 'what will happen to the notes?', 'pt-BR': 'o que vai acontecer com as notas?' }[language];
    const guess = await ask(`${subject.name}, ${event}: ${question}\n${what}`);
    if (guess === null) break;
    guesses.set(cellKey({ subject: subject.name, event }), guess);
  }
  return guesses;
}

/** The score, and for each wrong prediction the sentence that corrects it, in the language of the report. */
export function describeScore(guesses: Guesses, report: Report): string[] {
  const { correct, total, wrong } = scorePredictions(guesses, report);
  const wording = wordingFor(report.language);
  const lessons = wrong.map(({ cell, predicted }) => {
    const [guess, verdict] = [predicted, cell.verdict].map((each) => verdictWord(each, wording));
    const correction = wording.say({
      en: `you predicted ${guess}, it was ${verdict}`,
      'pt-BR': `você previu ${guess}, foi ${verdict}`,
    });
    return `  ${cell.subject}, ${cell.event}: ${correction}. ${cell.expectation.because}`;
  });
  const score = wording.say({
    en: `You were right about ${correct} of ${total} cells.`,
    'pt-BR': `Você acertou ${correct} de ${total} células.`,
  });
  return [score, ...lessons];
}

const choices: readonly { readonly value: Verdict | null; readonly label: Text }[] = [
  { value: 'survived', label: { en: 'survived: every note is there', 'pt-BR': 'sobreviveu: todas as notas estão lá' } },
  { value: 'lost', label: { en: 'lost: none is left', 'pt-BR': 'perdeu tudo: não resta nenhuma' } },
  { value: 'partly lost', label: { en: 'partly lost: some are left', 'pt-BR': 'perdeu em parte: restam algumas' } },
  { value: 'diverged', label: { en: 'diverged: the replicas disagree', 'pt-BR': 'divergiu: as réplicas discordam' } },
  { value: 'blocked', label: { en: 'blocked: no replica serves', 'pt-BR': 'bloqueado: nenhuma réplica responde' } },
  { value: null, label: { en: 'no more questions: run', 'pt-BR': 'sem mais perguntas: executar' } },
];

/**
 * Asks on the terminal.
 * @throws UserError when there is no terminal
 */
export async function askOnTerminal(language: Language): Promise<Ask> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UserError({
      en: '--predict asks questions: it needs a terminal as input and output.',
      'pt-BR': '--predict faz perguntas: precisa de um terminal como entrada e saída.',
    });
  const { isCancel, select } = await import('@clack/prompts');
  const options = choices.map(({ value, label }) => ({ value, label: label[language] }));
  return async (message) => {
    const answer = await select({ message, options });
    return isCancel(answer) ? null : answer;
  };
}
