import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRun } from '@persistence-lab/language';

/** The project's folder. */
export const projectRoot = fileURLToPath(new URL('../../../..', import.meta.url));

/** Builds the services that the simulated cluster runs, unless they are as their sources, and gives their files. */
export async function buildServicePrograms(): Promise<{ notesApi: string; uploader: string }> {
  const filters = ['notes-api', 'uploader'].map((app) => `--filter=@persistence-lab/${app}`);
  const turbo = spawn('turbo', ['run', 'build', ...filters, '--output-logs=new-only'], { cwd: projectRoot });
  let said = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const code = await once(turbo, 'close').then(
    ([code]) => code as number | null,
    (error: Error) => ((said = error.message), null),
  );
  if (code !== 0) throw new CannotRun(`The services cannot be built:\n\n${said}`);
  const program = (app: string) => join(projectRoot, 'apps', app, 'dist', 'main.js');
  return { notesApi: program('notes-api'), uploader: program('uploader') };
}
