import type { Command, Option } from 'commander';
import { eventNames, kindNames } from '@persistence-lab/experiment';
import { words as explained } from '../explain/explanation.ts';

/** A command with the words that can follow it. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** Known values of its arguments. */
  readonly values: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  readonly name: string;
  readonly description: string;
  /** Known values; "files" for a path; null for an option without a value, or with any value. */
  readonly values: readonly string[] | 'files' | null;
}

/** The words to complete, read from the program itself. */
export function wordsOf(program: Command): CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    values: argumentsOf(command),
    options: [...command.options.filter(({ hidden }) => !hidden), ...program.options].map(optionOf).concat(help),
  }));
}

const help: OptionWords = { name: '--help', description: 'Show this help', values: null };

function argumentsOf(command: Command): string[] {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  // Its argument is declared as free text, because a verdict may have two words.
  return command.name() === 'explain' ? explained.flatMap((word) => word.split(' ')) : choices;
}

/** Options that take a list of names. */
const known: Readonly<Record<string, readonly string[]>> = { '--kinds': kindNames, '--events': eventNames };

function optionOf({ long, short, description, argChoices, flags }: Option): OptionWords {
  const isPath = /[<[](file|dir)/i.test(flags);
  return {
    name: long ?? short ?? flags,
    description,
    values: argChoices ?? known[long ?? ''] ?? (isPath ? 'files' : null),
  };
}
