import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The flags that an app's image passes to Node: a benchmark runs what is deployed. */
export async function imageFlags(root: string, app: string): Promise<string[]> {
  return parseFlags(await readFile(join(root, 'Dockerfile'), 'utf8'), app);
}

/** @throws when neither the stage nor its base has the entry point `["node", FLAGS..., SCRIPT]` */
export function parseFlags(dockerfile: string, stage: string): string[] {
  const [head = '', ...body] =
    dockerfile
      .split(/^(?=FROM )/m)
      .find((text) => nameOf(text) === stage)
      ?.split('\n') ?? [];
  const own = /^ENTRYPOINT (\[.*\])$/m.exec(body.join('\n'))?.[1];
  const base = /^FROM (\S+)/.exec(head)?.[1];
  if (own === undefined && base !== undefined) return parseFlags(dockerfile, base);
  const [node, ...rest] = JSON.parse(own ?? '[]') as string[];
  if (node !== 'node' || rest.length === 0) throw new Error('the Dockerfile has no ENTRYPOINT ["node", ...]');
  return rest.slice(0, -1);
}

const nameOf = (stage: string) => /^FROM \S+ AS (\S+)$/m.exec(stage)?.[1];
