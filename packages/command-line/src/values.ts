import { UsageError } from './usage-error.ts';

/** A parser for the value of `option`. @throws UsageError */
export const wholeNumber = (option: string) => (text: string) => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError({
    en: `${option}: expected a whole number above 0, got "${text}".`,
    'pt-BR': `${option}: esperado um número inteiro maior que 0, recebido "${text}".`,
  });
};

/** A parser for the value of `option`. @throws UsageError */
export const positiveNumber = (option: string) => (text: string) => {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UsageError({
    en: `${option}: expected a number above 0, got "${text}".`,
    'pt-BR': `${option}: esperado um número maior que 0, recebido "${text}".`,
  });
};
