import { type CommanderError } from 'commander';
import { type Text, untranslated, UserError } from '@persistence-lab/language';

/** The command line cannot be understood. Commands end with exit code 64 for it (EX_USAGE of sysexits.h). */
export class UsageError extends UserError {}

/** What commander reports, in every language: it has texts in English alone. */
export function toUsageError({ message }: CommanderError): UsageError {
  const english = message.replace(/^error: /, '');
  for (const [pattern, write] of reports) {
    const match = pattern.exec(english);
    if (match) return new UsageError(write(match));
  }
  return new UsageError(untranslated(english));
}

/** The closest options, as commander appends them: `(Did you mean --build?)`. */
const suggestion = String.raw`(?:\n\(Did you mean (?:one of )?(.*)\?\))?$`;

const reports: [RegExp, (match: RegExpExecArray) => Text][] = [
  [
    new RegExp(`^unknown option '(.*)'${suggestion}`),
    ([, option, closest]) => ({
      en: `Unknown option ${option}.${closest ? ` Did you mean ${closest}?` : ''}`,
      'pt-BR': `Opção desconhecida: ${option}.${closest ? ` Você quis dizer ${closest}?` : ''}`,
    }),
  ],
  [
    /^missing required argument '(.*)'$/,
    ([, name]) => ({ en: `Missing argument: ${name}.`, 'pt-BR': `Falta o argumento ${name}.` }),
  ],
  [
    /^option '(.*)' argument missing$/,
    ([, option]) => ({ en: `Option ${option} needs a value.`, 'pt-BR': `A opção ${option} precisa de um valor.` }),
  ],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    ([, option, value, choices]) => ({
      en: `Option ${option} does not accept "${value}". Choose one of: ${choices}.`,
      'pt-BR': `A opção ${option} não aceita "${value}". Escolha um destes valores: ${choices}.`,
    }),
  ],
  [
    /^too many arguments\. Expected (\d+) .* but got (\d+): (.*)\.$/,
    ([, expected, received, list]) => ({
      en: `Too many arguments: expected ${expected}, got ${received} (${list}).`,
      'pt-BR': `Argumentos demais: esperado ${expected}, recebidos ${received} (${list}).`,
    }),
  ],
];
