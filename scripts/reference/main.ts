// Writes docs/configuration.md; with --check it only says whether the page is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceVariables } from '@persistence-lab/service';
import { notesVariables } from '@persistence-lab/notes-api/config';
import { uploaderVariables } from '@persistence-lab/uploader/config';
import { configurationPage } from './page.ts';

const path = join(import.meta.dirname, '../../docs/configuration.md');
const page = configurationPage(serviceVariables, [
  { name: 'notes-api', description: 'Read by the notes API.', variables: notesVariables },
  { name: 'uploader', description: 'Read by the uploader.', variables: uploaderVariables },
]);

if (!process.argv.includes('--check')) {
  writeFileSync(path, page);
} else if (readPage() !== page) {
  console.error('docs/configuration.md is not what the schemas say: run `node scripts/run.mjs reference`');
  process.exitCode = 1;
}

function readPage(): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
