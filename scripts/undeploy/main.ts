// Deletes what an overlay deployed, the data included
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { checkKubectl } from '../deploy/kubectl.ts';
import { readOverlay } from '../deploy/overlay.ts';
import { runScript } from '../deploy/run-script.ts';
import { ScriptError } from '../deploy/script-error.ts';
import { whatGoes } from './what-goes.ts';

const help = `npm run undeploy -- OVERLAY [--context NAME] [--yes]

Deletes everything that the overlay deployed, the volumes and the notes on them included.
--yes does not ask; it is needed where nobody can be asked.`;

await runScript(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { context: { type: 'string' }, yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(help);
  const [name] = positionals;
  if (name === undefined) throw new ScriptError(`Which overlay?\n\n${help}`);
  const kubectl = await checkKubectl(values.context, signal);
  const overlay = await readOverlay(kubectl, name);
  const context = values.context ?? (await kubectl(['config', 'current-context'])).trim();
  console.log(whatGoes(overlay.objects, context));
  if (!values.yes) await confirm(signal);
  console.log(await kubectl(['delete', '--kustomize', overlay.folder, '--ignore-not-found', '--timeout=5m']));
});

async function confirm(signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY) throw new ScriptError('Nobody is here to confirm: give --yes.');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question('Delete all of that? Type yes: ', { signal }).finally(() => asking.close());
  if (answer.trim() !== 'yes') throw new ScriptError('Nothing was deleted.');
}
