// Writes docs/configuration.md and docs/report.md; with --check it only says whether the pages are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceVariables } from '@persistence-lab/service';
import { notesVariables } from '@persistence-lab/notes-api/config';
import { uploaderVariables } from '@persistence-lab/uploader/config';
import { configurationPage } from './page.ts';
import { reportPage } from './report-page.ts';

const configuration = configurationPage(serviceVariables, [
  { name: 'notes-api', description: 'Read by the notes API.', variables: notesVariables },
  { name: 'uploader', description: 'Read by the uploader.', variables: uploaderVariables },
]);

const check = process.argv.includes('--check');
const pages = { 'docs/configuration.md': configuration, 'docs/report.md': reportPage() };

for (const [name, page] of Object.entries(pages)) {
  const path = join(import.meta.dirname, '../..', name);
  if (!check) {
    writeFileSync(path, page);
  } else if (readPage(path) !== page) {
    console.error(`${name} is not what the schemas say: run \`node scripts/run.mjs reference\``);
    process.exitCode = 1;
  }
}

function readPage(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
