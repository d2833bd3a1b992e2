import { join } from 'node:path';
import type { LocalCluster, Programs } from '@persistence-lab/cluster/local';
import { type Print, root } from '@persistence-lab/command-line';
import { formatDuration, messageFor, type Text, untranslated, UserError } from '@persistence-lab/language';
import { openSourceWatcher, type SourceWatcher } from './source-watcher.ts';
import { waitUntilRunning } from './wait-until-running.ts';

const sources = {
  'notes-api': join(root, 'apps/notes-api/src/main.ts'),
  uploader: join(root, 'apps/uploader/src/main.ts'),
};

/** The services as they run from their sources. */
export const sourcePrograms: Programs = {
  notesApi: join(import.meta.dirname, 'programs/notes-api.ts'),
  uploader: join(import.meta.dirname, 'programs/uploader.ts'),
};

/** Open it before the services start: what changes since then is reported. */
export const watchServices = (): Promise<SourceWatcher> => openSourceWatcher(root, sources);

/**
 * Rolls out the subjects of a service when a source file of it changes. While the sources cannot be built, the error is
 * printed and the running services stay.
 */
export function restartOnChange(watcher: SourceWatcher, cluster: LocalCluster, print: Print): void {
  let latest = 0;

  async function restart(apps: readonly string[]): Promise<void> {
    const rollout = ++latest;
    const began = performance.now();
    const subjects = cluster.subjects().filter(({ app }) => apps.includes(app));
    print(restarting(apps, subjects));
    await Promise.all(subjects.map((subject) => cluster.rollout(subject)));
    const outcome = await waitUntilRunning(cluster).then(() => ready(performance.now() - began), toText);
    // A newer change has replaced these replicas otherwise.
    if (rollout === latest) print(outcome);
  }

  watcher.listen({
    onChange: (apps) => void restart(apps),
    onError: (message) =>
      print({
        en: `\n${message}The running services stay as they are.`,
        'pt-BR': `\n${message}Os serviços em execução continuam como estão.`,
      }),
  });
}

function restarting(apps: readonly string[], subjects: readonly { name: string }[]): Text {
  const [changed, names] = [apps.join(', '), subjects.map(({ name }) => name).join(', ')];
  return {
    en: `\n${changed} changed: restarting ${names} ...`,
    'pt-BR': `\n${changed} mudou: reiniciando ${names} ...`,
  };
}

const ready = (milliseconds: number): Text => ({
  en: `Ready after ${formatDuration(milliseconds)}.`,
  'pt-BR': `Pronto após ${formatDuration(milliseconds, 'pt-BR')}.`,
});

const toText = (error: unknown): Text =>
  error instanceof UserError ? error.text : untranslated(messageFor(error, 'en'));
