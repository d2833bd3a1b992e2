import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CannotStart } from './cannot-start.ts';

/** Builds the services; what turbo says is shown only when it fails. */
export async function buildServices(root: string): Promise<void> {
  const filters = ['--filter=@persistence-lab/notes-api', '--filter=@persistence-lab/uploader'];
  const turbo = spawn('turbo', ['run', 'build', ...filters, '--output-logs=new-only'], { cwd: root });
  let said = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(turbo, 'close')) as [number | null];
  if (code !== 0) throw new CannotStart(`The build failed:\n\n${said}`);
}
