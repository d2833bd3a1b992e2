import type { Command } from 'commander';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { languageOf } from '@persistence-lab/command-line';
import { createProgram, runProgram } from './program.ts';

describe('the language of the lab', () => {
  it.each([
    [['run'], { LANG: 'pt_BR.UTF-8' }, 'pt-BR'],
    [['--lang', 'pt-BR', 'run'], { LANG: 'en_US.UTF-8' }, 'pt-BR'],
    [['run', '--lang=en'], { LANG: 'pt_BR.UTF-8' }, 'en'],
    [['run', '--lang', 'pt-BR', '--all'], {}, 'pt-BR'],
    [['run', '--lang', 'xx'], {}, 'en'],
    [['run', '--lang'], {}, 'en'],
  ])('for %j with the environment %j is %s', (args, environment, language) => {
    expect(languageOf(args, environment)).toBe(language);
  });
});

describe.each(createProgram('en').commands.map((command) => command.name()))('lab %s', (name) => {
  const find = (program: Command) => program.commands.find((command) => command.name() === name)!;
  const [english, portuguese] = [find(createProgram('en')), find(createProgram('pt-BR'))];

  it('has its description, arguments, options and examples in both languages', () => {
    expect(portuguese.description()).not.toBe(english.description());
    const pairs = [
      ...english.options
        .filter(({ hidden }) => !hidden)
        .map((option, at) => [option.description, portuguese.options.filter(({ hidden }) => !hidden)[at]?.description]),
      ...english.registeredArguments.map((argument, at) => [
        argument.description,
        portuguese.registeredArguments[at]?.description,
      ]),
    ];
    expect(pairs.filter(([en, pt]) => !en || !pt || en === pt)).toEqual([]);
  });

  it('leaves no English heading in the Portuguese help', () => {
    const help = portuguese.helpInformation();
    expect(help).toMatch(/^Uso: lab /);
    expect(help).not.toMatch(/Usage|Options|Arguments|default|choices|display help/);
  });
});

/** What a command line writes to standard error. */
async function errorsOf(...args: string[]): Promise<string> {
  let errors = '';
  const spies = [
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((errors += String(text)))),
    vi.spyOn(console, 'error').mockImplementation((text: string) => void (errors += `${text}\n`)),
  ];
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  expect(await runProgram(args)).toBe(2);
  return errors;
}

describe('errors in Portuguese', () => {
  it.each([
    [['explain', 'pcv'], 'Você quis dizer "pvc"?'],
    [['run', '--notes', '0'], "valor '0' inválido para a opção '--notes <n>'. Esperava um número inteiro"],
    [['run', '--kindz', 'pvc'], "opção desconhecida '--kindz'"],
    [['run', '--kindz', 'pvc'], '(Você quis dizer --kinds?)'],
    [['rum'], "comando desconhecido 'rum'"],
    [['notes'], "falta o argumento obrigatório 'subject'"],
    [['upload', 'film.mkv'], "falta a opção obrigatória '--to <url>'"],
    [['upload', 'film.mkv', '--to', 'localhost:8080'], 'Esperava uma URL http(s)'],
    [['completion', 'fish'], "valor 'fish' inválido para o argumento 'shell'. Valores permitidos: bash, zsh."],
    [['run', '--predict'], 'precisa de um terminal'],
    [['bench'], 'Nada a medir'],
  ])('%j', async (args, sentence) => {
    const errors = await errorsOf('--lang', 'pt-BR', ...args);
    expect(errors).toContain(sentence);
    expect(errors).not.toMatch(/error:|Did you mean|Allowed|is invalid/);
  });
});

it('ignores a leading --, which npm may pass on', async () => {
  const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => log.mockRestore());
  expect(await runProgram(['--', '--help'])).toBe(0);
});
