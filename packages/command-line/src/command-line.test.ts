import { type Language, UserError } from '@persistence-lab/language';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCommand, formatTable, languageOf, parse, runCommand, UsageError, wholeNumber } from './index.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const command = (language?: Language) =>
  createCommand('npm run deploy --', 'Deploy an overlay', language)
    .argument('<overlay>', 'Overlay')
    .option('--rounds <n>', 'Rounds', wholeNumber('--rounds'), 5)
    .option('--timeout <duration>', 'Time', '5m');

function helpOf(language?: Language): string {
  const written: string[] = [];
  const writeOut = (text: string) => void written.push(text);
  expect(() => parse(command(language).configureOutput({ writeOut }), ['--help'])).toThrow('(outputHelp)');
  return written.join('');
}

describe('createCommand', () => {
  it('prints help that names every default, in the language of the reader', () => {
    expect(helpOf()).toMatch(/^Usage: npm run deploy -- \[options\] <overlay>/);
    expect(helpOf()).toMatch(/--timeout <duration> +Time \(default: 5m\)/);
    expect(helpOf('pt-BR')).toMatch(/^Uso: npm run deploy -- [^]*--rounds <n> +Rounds \(padrão: 5\)/);
  });

  it.each([
    [['a', '--timeuot', '1m'], 'Unknown option --timeuot. Did you mean --timeout?', /Opção desconhecida: --timeuot/],
    [[], 'Missing argument: overlay.', /Falta o argumento overlay/],
    [['a', 'b'], 'Too many arguments: expected 1, got 2 (a, b).', /Argumentos demais/],
    [['a', '--timeout'], 'Option --timeout <duration> needs a value.', /precisa de um valor/],
    [['a', '--lang', 'de'], /does not accept "de". Choose one of: en, pt-BR./, /não aceita "de"/],
    [['a', '--rounds', '2.5'], '--rounds: expected a whole number above 0, got "2.5".', /esperado um número inteiro/],
  ])('refuses %j with a text in every language', (args, en, portuguese) => {
    const refuse = () => parse(command('en'), args);
    expect(refuse).toThrow(en);
    expect(refuse).toThrow(
      expect.objectContaining({
        text: expect.objectContaining({ 'pt-BR': expect.stringMatching(portuguese) as string }) as object,
      }) as Error,
    );
  });
});

describe('languageOf', () => {
  it.each([
    [['--lang', 'pt-BR'], {}, 'pt-BR'],
    [['--lang=en'], { LANG: 'pt_BR.UTF-8' }, 'en'],
    [[], { LANG: 'pt_BR.UTF-8' }, 'pt-BR'],
    [[], {}, 'en'],
  ])('of %j with %j is %s', (args, environment, language) => {
    expect(languageOf(args, environment)).toBe(language);
  });
});

const captureErrors = () => vi.spyOn(console, 'error').mockImplementation(() => undefined);

describe('runCommand', () => {
  it('prints a UserError in the language of the reader and ends with 1', async () => {
    const printed = captureErrors();
    await runCommand(() => Promise.reject(new UserError({ en: 'No node.', 'pt-BR': 'Nenhum nó.' })), 'pt-BR');
    expect(printed.mock.calls).toEqual([['Nenhum nó.']]);
    expect(process.exitCode).toBe(1);
  });

  it('ends with 64 when the command line cannot be understood, and names --help', async () => {
    const printed = captureErrors();
    await runCommand(() => Promise.reject(new UsageError({ en: 'No.', 'pt-BR': 'Não.' })));
    expect(printed.mock.calls).toEqual([['No.\nAdd --help for the options.']]);
    expect(process.exitCode).toBe(64);
  });

  it('lets an unexpected error through, with its stack', async () => {
    await expect(runCommand(() => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  });
});

describe('formatTable', () => {
  it('aligns columns, numbers at their end, without spaces at the end of a line', () => {
    expect(
      formatTable(
        [
          ['name', 'notes', ''],
          ['a', '5', 'ok'],
          ['long name', '1200', ''],
        ],
        [1],
      ),
    ).toEqual(['name       notes', 'a              5  ok', 'long name   1200']);
  });

  it('prints nothing for no rows', () => {
    expect(formatTable([])).toEqual([]);
  });
});
