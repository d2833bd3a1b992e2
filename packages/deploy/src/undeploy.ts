import { createCommand, languageOf, parse, runCommand } from '@persistence-lab/command-line';
import { type Language, type Text, UserError } from '@persistence-lab/language';
import { createInterface } from 'node:readline/promises';
import { summarizeDeletion } from './deletion-summary.ts';
import { checkKubectl } from './kubectl.ts';
import { contextHelp, overlayHelp } from './options.ts';
import { readOverlay } from './overlay.ts';

const description: Text = {
  en: 'Delete everything that an overlay deployed, including the volumes and the data on them.',
  'pt-BR': 'Exclui tudo o que um overlay implantou, inclusive os volumes e os dados neles.',
};
const yesHelp: Text = {
  en: 'Delete without asking; required where there is no terminal',
  'pt-BR': 'Exclui sem perguntar; obrigatório onde não há terminal',
};
const consent: Text = { en: 'yes', 'pt-BR': 'sim' };
const question: Text = {
  en: `Delete all of this? Type ${consent.en} to continue: `,
  'pt-BR': `Excluir tudo isso? Digite ${consent['pt-BR']} para continuar: `,
};

/** `npm run undeploy`. */
export async function undeploy(args: readonly string[]): Promise<void> {
  const language = languageOf(args);
  const command = createCommand('npm run undeploy --', description[language], language)
    .argument('<overlay>', overlayHelp[language])
    .option('--context <name>', contextHelp[language])
    .option('--yes', yesHelp[language]);
  await runCommand(async (signal) => {
    const parsed = parse(command, args);
    const options = parsed.opts<{ context?: string; yes?: true }>();
    const kubectl = await checkKubectl(options.context, signal);
    const overlay = await readOverlay(kubectl, parsed.args[0]!);
    const context = options.context ?? (await kubectl(['config', 'current-context'])).trim();
    console.log(summarizeDeletion(overlay.objects, context)[language]);
    if (!options.yes) await confirm(language, signal);
    console.log(await kubectl(['delete', '--kustomize', overlay.folder, '--ignore-not-found', '--timeout=5m']));
  }, language);
}

async function confirm(language: Language, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY)
    throw new UserError({
      en: 'The deletion cannot be confirmed without a terminal: pass --yes.',
      'pt-BR': 'Não é possível confirmar a exclusão sem um terminal: use --yes.',
    });
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question[language], { signal }).finally(() => terminal.close());
  if (answer.trim() !== consent[language])
    throw new UserError({ en: 'Nothing was deleted.', 'pt-BR': 'Nada foi excluído.' });
}
