import { type Command, Option } from 'commander';
import { type Language, languages, type Text } from '@persistence-lab/language';

/** Adds `--lang`, and writes the help and the errors of commander in the language. Call it before adding commands. */
export function localize(program: Command, language: Language): Command {
  const titles: Readonly<Record<string, Text>> = {
    'Usage:': { en: 'Usage:', 'pt-BR': 'Uso:' },
    'Arguments:': { en: 'Arguments:', 'pt-BR': 'Argumentos:' },
    'Options:': { en: 'Options:', 'pt-BR': 'Opções:' },
    'Commands:': { en: 'Commands:', 'pt-BR': 'Comandos:' },
    'Global Options:': { en: 'Global options:', 'pt-BR': 'Opções globais:' },
  };
  const langDescription: Text = {
    en: 'Language of all texts (default: LC_ALL, LC_MESSAGES or LANG)',
    'pt-BR': 'Idioma de todos os textos (padrão: LC_ALL, LC_MESSAGES ou LANG)',
  };
  const helpDescription: Text = { en: 'Show this help', 'pt-BR': 'Mostra esta ajuda' };
  const afterError: Text = {
    en: '(see --help for commands and options)',
    'pt-BR': '(veja os comandos e as opções com --help)',
  };
  return program
    .addOption(new Option('--lang <language>', langDescription[language]).choices(languages))
    .helpOption('-h, --help', helpDescription[language])
    .showHelpAfterError(afterError[language])
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => titles[title]?.[language] ?? title,
      styleUsage: (usage) => usage.replace('[options]', { en: '[options]', 'pt-BR': '[opções]' }[language]),
      optionDescription: (option) => describe(option, language),
      argumentDescription: ({ description, argChoices }) => withDetails(description, choicesOf(argChoices, language)),
    })
    .configureOutput({ outputError: (message, write) => write(translateError(message, language)) });
}

const words = {
  default: { en: 'default', 'pt-BR': 'padrão' },
  choices: { en: 'choices', 'pt-BR': 'valores' },
} as const satisfies Record<string, Text>;

const withDetails = (description: string, ...details: readonly (string | undefined)[]): string => {
  const given = details.filter((each) => each !== undefined);
  return given.length === 0 ? description : `${description} (${given.join('; ')})`;
};

const choicesOf = (choices: readonly string[] | undefined, language: Language): string | undefined =>
  choices && `${words.choices[language]}: ${choices.join(', ')}`;

function describe(
  { description, argChoices, defaultValue, defaultValueDescription }: Option,
  language: Language,
): string {
  const shown = defaultValue === undefined || defaultValue === false ? undefined : String(defaultValue);
  const value = defaultValueDescription ?? shown;
  return withDetails(description, choicesOf(argChoices, language), value && `${words.default[language]}: ${value}`);
}

/**
 * The messages of commander, which has no translations of its own:
 * https://github.com/tj/commander.js/blob/master/lib/command.js
 */
const portuguese: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown option '(.*)'/, "erro: opção desconhecida '$1'"],
  [/^error: unknown command '(.*)'/, "erro: comando desconhecido '$1'"],
  [/^error: missing required argument '(.*)'/, "erro: falta o argumento obrigatório '$1'"],
  [/^error: option '(.*)' argument missing/, "erro: falta o valor da opção '$1'"],
  [/^error: required option '(.*)' not specified/, "erro: falta a opção obrigatória '$1'"],
  [/^error: option '(.*?)' argument '(.*?)' is invalid\./, "erro: valor '$2' inválido para a opção '$1'."],
  [
    /^error: command-argument value '(.*?)' is invalid for argument '(.*?)'\./,
    "erro: valor '$1' inválido para o argumento '$2'.",
  ],
  [
    /^error: too many arguments for '(.*?)'\. Expected (\d+) arguments? but got (\d+)(: (.*))?\./,
    "erro: argumentos demais para '$1': esperava $2, recebeu $3.",
  ],
  [/Allowed choices are (.*)\./, 'Valores permitidos: $1.'],
  [/\(Did you mean one of (.*)\?\)/, '(Você quis dizer um destes: $1?)'],
  [/\(Did you mean (.*)\?\)/, '(Você quis dizer $1?)'],
];

function translateError(message: string, language: Language): string {
  if (language === 'en') return message;
  return portuguese.reduce((text, [pattern, translation]) => text.replace(pattern, translation), message);
}
