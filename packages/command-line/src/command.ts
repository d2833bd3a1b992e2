import { chooseLanguage, type Language, languages, type Text } from '@persistence-lab/language';
import { Command, CommanderError, Option } from 'commander';
import { toUsageError } from './usage-error.ts';

/** The language of `--lang`, else that of the environment. It is read before the options: their help depends on it. */
export function languageOf(args: readonly string[], environment = process.env): Language {
  const at = args.indexOf('--lang');
  const given = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  return languages.find((language) => language === given) ?? chooseLanguage(environment);
}

const help: Text = { en: 'Print this help', 'pt-BR': 'Mostra esta ajuda' };
const byDefault: Text = { en: 'default', 'pt-BR': 'padrão' };
const languageHelp: Text = { en: 'Language of the texts', 'pt-BR': 'Idioma dos textos' };
const titles: Record<string, string> = { 'Usage:': 'Uso:', 'Arguments:': 'Argumentos:', 'Options:': 'Opções:' };

/**
 * A command with the conventions of the project. `call` is how a user runs it (`npm run deploy --`), and help names every
 * default. With `language` it has `--lang`; without, its texts are English.
 */
export function createCommand(call: string, description: string, language?: Language): Command {
  const shown = language ?? 'en';
  const command = new Command(call)
    .description(description)
    .helpOption('-h, --help', help[shown])
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({
      styleTitle: (title) => (shown === 'en' ? title : (titles[title] ?? title)),
      styleUsage: (usage) => (shown === 'en' ? usage : usage.replace('[options]', '[opções]')),
      optionDescription: (option) => describe(option, byDefault[shown]),
    });
  if (language === undefined) return command;
  const option = new Option(
    `--lang <${languages.join('|')}>`,
    `${languageHelp[shown]} (${byDefault[shown]}: LC_ALL, LC_MESSAGES, LANG)`,
  );
  return command.addOption(option.choices(languages));
}

function describe({ description, defaultValue, defaultValueDescription, negate }: Option, label: string): string {
  const isNamed = defaultValue !== undefined && typeof defaultValue !== 'boolean' && !negate;
  const value = defaultValueDescription ?? (isNamed ? String(defaultValue) : '');
  return value === '' ? description : `${description} (${label}: ${value})`;
}

/**
 * Parses the arguments of a command line.
 * @throws UsageError, and the CommanderError of exit code 0 after `--help`, which runCommand takes for a normal end
 */
export function parse(command: Command, args: readonly string[]): Command {
  try {
    return command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) throw toUsageError(error);
    throw error;
  }
}
