import { Option } from 'commander';
import { type Language, languages, type Text, UserError } from '@persistence-lab/language';
import { type Assumption, volumeScopes } from '../explain/assumption.ts';
import { explain, explainAll, words } from '../explain/explanation.ts';
import { nearest } from '../explain/nearest.ts';
import { wholeNumber } from '../option-values.ts';
import type { AddCommand } from './add-command.ts';

const texts = {
  description: {
    en: 'Explain a kind of storage, an event or a verdict, with the expectations and their sources',
    'pt-BR': 'Explica um tipo de armazenamento, um evento ou um veredicto, com as expectativas e suas fontes',
  },
  word: {
    en: 'A kind, an event or a verdict (default: list them all)',
    'pt-BR': 'Um tipo, um evento ou um veredicto (padrão: lista todos)',
  },
  nodes: { en: 'Number of nodes to assume', 'pt-BR': 'Número de nós a supor' },
  volumes: {
    en: 'Which nodes reach the volume of a ReadWriteOnce claim',
    'pt-BR': 'Que nós alcançam o volume de um PersistentVolumeClaim ReadWriteOnce',
  },
  help: {
    en: '\nExamples:\n  lab explain pvc\n  lab explain node-drain --nodes 1\n  lab explain partly lost --lang pt-BR',
    'pt-BR': '\nExemplos:\n  lab explain pvc\n  lab explain node-drain --nodes 1\n  lab explain partly lost --lang en',
  },
} as const satisfies Record<string, Text>;

/** `lab explain`: what a word of the matrix means, the expectations and their sources. Needs no cluster. */
export const addExplain: AddCommand = (program, language) => {
  program
    .command('explain')
    .description(texts.description[language])
    .argument('[word...]', texts.word[language])
    // The name of --lang in earlier versions.
    .addOption(new Option('--language <language>').choices(languages).hideHelp())
    .option('--nodes <n>', texts.nodes[language], wholeNumber(1, 10_000, language), 3)
    .addOption(new Option('--volumes <scope>', texts.volumes[language]).choices(volumeScopes).default('one-node'))
    .addHelpText('after', texts.help[language])
    .action((given: string[], { language: older, ...assumption }: Assumption & { readonly language?: Language }) => {
      const word = given.join(' ');
      const chosen = older ?? language;
      const lines = word === '' ? explainAll(chosen) : explain(word.toLowerCase(), chosen, assumption);
      if (!lines) throw unknownWord(word);
      console.log(lines.join('\n'));
    });
};

function unknownWord(word: string): UserError {
  const near = nearest(word, words).map((name) => `"${name}"`);
  if (near.length === 0)
    return new UserError({
      en: `There is no kind, event or verdict "${word}". Run "lab explain" to list them all.`,
      'pt-BR': `Não há tipo, evento ou veredicto "${word}". Veja todos com "lab explain".`,
    });
  return new UserError({
    en: `There is no kind, event or verdict "${word}". Did you mean ${near.join(' or ')}?`,
    'pt-BR': `Não há tipo, evento ou veredicto "${word}". Você quis dizer ${near.join(' ou ')}?`,
  });
}
