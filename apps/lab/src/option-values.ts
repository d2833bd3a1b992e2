import { InvalidArgumentError } from 'commander';
import { parseDuration } from '@persistence-lab/config';
import type { Language } from '@persistence-lab/language';

/** Names with commas between them. */
export const nameList = (text: string): string[] => text.split(',').filter(Boolean);

/** A parser of whole numbers from `least` to `most`. */
export const wholeNumber = (least: number, most: number, language: Language) => (text: string) => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(
    {
      en: `Expected a whole number from ${least} to ${most}.`,
      'pt-BR': `Esperava um número inteiro de ${least} a ${most}.`,
    }[language],
  );
};

/** A parser of durations above zero, to milliseconds. */
export const durationOption = (language: Language) => (text: string) => {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError(
    {
      en: 'Expected a duration such as 90s or 2m.',
      'pt-BR': 'Esperava uma duração, como 90s ou 2m.',
    }[language],
  );
};
