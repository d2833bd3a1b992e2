import type { Command, Option } from 'commander';
import { eventNames, kindNames } from '@persistence-lab/experiment';
import { words as explained } from '../explain/explanation.ts';

/** What can follow on the command line. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** Values of its arguments, where these are known. */
  readonly values: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  readonly name: string;
  readonly description: string;
  /** What the value may be; "files": a path; null: it takes none, or anything. */
  readonly values: readonly string[] | 'files' | null;
}

/** Everything that a program can complete, from the program itself. */
export function wordsOf(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    values: argumentsOf(command),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), help],
  }));
}

const help: OptionWords = { name: '--help', description: 'display help for command', values: null };

function argumentsOf(command: Command): string[] {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  // its argument is free text, of which these are the words that mean something
  return command.name() === 'explain' ? explained.flatMap((word) => word.split(' ')) : choices;
}

/** Options that take names, several with commas between. */
const known: Readonly<Record<string, readonly string[]>> = { '--kinds': kindNames, '--events': eventNames };

function optionOf({ long, short, description, argChoices, flags }: Option): OptionWords {
  const isPath = /[<[](file|dir)/i.test(flags);
  return {
    name: long ?? short ?? flags,
    description,
    values: argChoices ?? known[long ?? ''] ?? (isPath ? 'files' : null),
  };
}
