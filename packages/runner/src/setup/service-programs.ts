import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '@persistence-lab/language';

/** The root folder of the project. */
export const projectRoot = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Builds the services for the simulated cluster, if their sources have changed. Returns the paths of their programs.
 * @throws UserError with the output of the build if it fails
 */
export async function buildServicePrograms(): Promise<{ notesApi: string; uploader: string }> {
  const filters = ['notes-api', 'uploader'].map((app) => `--filter=@persistence-lab/${app}`);
  const turbo = spawn('turbo', ['run', 'build', ...filters, '--output-logs=new-only'], { cwd: projectRoot });
  let output = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = await once(turbo, 'close').then(
    ([code]) => code as number | null,
    (error: Error) => ((output = error.message), null),
  );
  if (code !== 0)
    throw new UserError({
      en: `The services could not be built:\n\n${output}`,
      'pt-BR': `Não foi possível compilar os serviços:\n\n${output}`,
    });
  const program = (app: string) => join(projectRoot, 'apps', app, 'dist', 'main.js');
  return { notesApi: program('notes-api'), uploader: program('uploader') };
}
