import { type Language, languages } from './text.ts';

/**
 * The language that a user asked for: the first of LC_ALL, LC_MESSAGES and LANG that is set decides, as in POSIX
 * (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html). Any Portuguese is pt-BR; everything
 * unknown is English.
 */
export function chooseLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const [locale = ''] = [LC_ALL, LC_MESSAGES, LANG].filter(Boolean);
  const primary = locale.toLowerCase().split(/[-_.@]/)[0];
  return languages.find((language) => language.split('-')[0] === primary) ?? 'en';
}
