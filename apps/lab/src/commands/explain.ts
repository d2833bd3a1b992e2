import { InvalidArgumentError, Option } from 'commander';
import { CannotRun, languages, type Language } from '@persistence-lab/language';
import { volumeReaches, type Assumption } from '../explain/assumption.ts';
import { explain, explainAll, words } from '../explain/explanation.ts';
import { nearest } from '../explain/nearest.ts';
import type { AddCommand } from './add-command.ts';

interface ExplainOptions extends Assumption {
  readonly language: Language;
}

/** `lab explain`: what a word of the matrix means, what is expected and who says so. Needs no cluster. */
export const addExplain: AddCommand = (program) => {
  program
    .command('explain')
    .description('Explain a kind of storage, an event or a verdict, with what is expected and the page that says so')
    .argument('[word...]', 'a kind, an event or a verdict; without one: all that there are')
    .addOption(new Option('--language <language>', 'of the explanation').choices(languages).default('en'))
    .option('--nodes <number>', 'expect what a cluster of so many nodes does', parseNodes, 3)
    .addOption(
      new Option('--volumes <reach>', 'who can reach the volume of a ReadWriteOnce claim')
        .choices(volumeReaches)
        .default('one-node'),
    )
    .addHelpText('after', examples)
    .action((given: string[], { language, ...assumption }: ExplainOptions) => {
      const word = given.join(' ');
      const lines = word === '' ? explainAll(language) : explain(word.toLowerCase(), language, assumption);
      if (!lines) throw new CannotRun(unknown(word));
      console.log(lines.join('\n'));
    });
};

const examples = `
Examples:
  lab explain pvc
  lab explain node-drain --nodes 1
  lab explain partly lost --language pt-BR`;

function parseNodes(text: string): number {
  const nodes = Number(text);
  if (!Number.isSafeInteger(nodes) || nodes < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return nodes;
}

function unknown(word: string): string {
  const near = nearest(word, words);
  const meant =
    near.length > 0
      ? `is ${near.map((name) => `"${name}"`).join(' or ')} meant?`
      : 'lab explain lists all that there are.';
  return `There is no kind, event or verdict "${word}"${near.length > 0 ? '; ' : '. '}${meant}`;
}
