import type { Language, Text } from './text.ts';

/** A noun in the singular and the plural of each language. */
export type CountedNoun = Readonly<Record<Language, readonly [one: string, other: string]>>;

/** `1 note`, `1,200 notes`; `1 nota`, `1.200 notas`. */
export function counted(count: number, noun: CountedNoun): Text {
  const phrase = (language: Language) => {
    const plural = new Intl.PluralRules(language).select(count) === 'one' ? 0 : 1;
    return `${count.toLocaleString(language)} ${noun[language][plural]}`;
  };
  return { en: phrase('en'), 'pt-BR': phrase('pt-BR') };
}
