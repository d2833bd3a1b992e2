import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the image tells Node before the script: a benchmark runs what is deployed. */
export async function imageFlags(root: string): Promise<string[]> {
  return parseFlags(await readFile(join(root, 'Dockerfile'), 'utf8'));
}

/** Throws when the entry point is not `["node", FLAGS..., SCRIPT]`. */
export function parseFlags(dockerfile: string): string[] {
  const [node, ...rest] = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  if (node !== 'node' || rest.length === 0) throw new Error('the Dockerfile has no ENTRYPOINT ["node", ...]');
  return rest.slice(0, -1);
}
