import { Argument } from 'commander';
import type { Text } from '@persistence-lab/language';
import { renderBash } from '../completion/bash.ts';
import { wordsOf } from '../completion/words.ts';
import { renderZsh } from '../completion/zsh.ts';
import type { AddCommand } from './add-command.ts';

const shells = { bash: renderBash, zsh: renderZsh } as const;

const texts = {
  description: {
    en: 'Print a script that completes commands and options in bash or zsh',
    'pt-BR': 'Imprime um script que completa comandos e opções no bash ou no zsh',
  },
  shell: { en: 'The shell', 'pt-BR': 'O shell' },
  help: {
    en: `
Add to ~/.bashrc (zsh: to ~/.zshrc, after compinit):
  source <(npx --prefix /path/to/persistence-lab lab completion bash)
It completes "lab" and "npx lab".`,
    'pt-BR': `
Acrescente a ~/.bashrc (zsh: a ~/.zshrc, depois de compinit):
  source <(npx --prefix /caminho/para/persistence-lab lab completion bash)
Completa "lab" e "npx lab".`,
  },
} as const satisfies Record<string, Text>;

/** `lab completion SHELL`: a completion script, generated from the commands and options of the program. */
export const addCompletion: AddCommand = (program, language) => {
  program
    .command('completion')
    .description(texts.description[language])
    .addArgument(new Argument('<shell>', texts.shell[language]).choices(Object.keys(shells)))
    .addHelpText('after', texts.help[language])
    .action((shell: keyof typeof shells) => console.log(shells[shell](wordsOf(program))));
};
