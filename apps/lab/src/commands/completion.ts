import { Argument } from 'commander';
import { renderBash } from '../completion/bash.ts';
import { wordsOf } from '../completion/words.ts';
import { renderZsh } from '../completion/zsh.ts';
import type { AddCommand } from './add-command.ts';

const shells = { bash: renderBash, zsh: renderZsh } as const;

/** `lab completion SHELL`: a script for the shell, made from the commands and options that there are. */
export const addCompletion: AddCommand = (program) => {
  program
    .command('completion')
    .description('Print a script that completes commands and options in bash or zsh')
    .addArgument(new Argument('<shell>').choices(Object.keys(shells)))
    .addHelpText('after', help)
    .action((shell: keyof typeof shells) => console.log(shells[shell](wordsOf(program))));
};

const help = `
What is completed is the command "lab", which a function makes of npm run lab. In ~/.bashrc (zsh: in ~/.zshrc, after
compinit):

  lab() { npm run --silent --prefix /path/to/persistence-lab lab -- "$@"; }
  source <(lab completion bash)`;
