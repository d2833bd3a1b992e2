import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeVariables, type VariableRow } from '@persistence-lab/config';
import { createCommand, parse, root, runCommand } from '@persistence-lab/command-line';
import { UserError, untranslated } from '@persistence-lab/language';
import { serviceVariables } from '@persistence-lab/service';
import { configurationPage } from './configuration-page.ts';
import { reportPage } from './report-page.ts';

const pages = (): Record<string, string> => ({
  'docs/configuration.md': configurationPage(describeVariables(serviceVariables), [
    { name: 'notes-api', description: 'Read by the notes API.', rows: describeApp('notes-api') },
    { name: 'uploader', description: 'Read by the uploader.', rows: describeApp('uploader') },
  ]),
  'docs/report.md': reportPage(),
});

/** An app is a program, not a library: it prints its variables itself. */
function describeApp(name: string): VariableRow[] {
  const main = join(root, 'apps', name, 'src', 'main.ts');
  const args = ['--disable-warning=ExperimentalWarning', main, '--describe-config'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as VariableRow[];
}

/** `node scripts/run.mjs reference`: the pages that are generated from schemas. */
export async function reference(args: readonly string[]): Promise<void> {
  const command = createCommand(
    'node scripts/run.mjs reference',
    `Write ${Object.keys(pages).join(' and ')} from the schemas that they document.`,
  ).option('--check', 'Write nothing, and fail if a page differs from its schema');
  await runCommand(async () => {
    const { check } = parse(command, args).opts<{ check?: true }>();
    const outdated: string[] = [];
    for (const [name, page] of Object.entries(pages())) {
      const path = join(root, name);
      if (!check) await writeFile(path, page);
      else if ((await readFile(path, 'utf8').catch(() => '')) !== page) outdated.push(name);
    }
    if (outdated.length === 0) return;
    throw new UserError(untranslated(`Out of date: ${outdated.join(', ')}. Run: node scripts/run.mjs reference`));
  });
}
