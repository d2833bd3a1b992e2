import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Attribute = { baseName: string; type: string };

/** A type of the Kubernetes API: the types of its fields, and which of them must be there. */
export type Model = { fields: ReadonlyMap<string, string>; required: readonly string[] };

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('gen/models/', import.meta.resolve('@kubernetes/client-node')));
const known = new Map<string, Model | undefined>();

/** Reads one model of the client at a time: the whole client is 2,700 files, which takes seconds. */
export function findModel(name: string): Model | undefined {
  if (!known.has(name)) known.set(name, existsSync(`${folder}${name}.js`) ? readModel(name) : undefined);
  return known.get(name);
}

function readModel(name: string): Model {
  const module = require(`${folder}${name}.js`) as Record<string, { getAttributeTypeMap(): Attribute[] }>;
  const attributes = module[name]?.getAttributeTypeMap() ?? [];
  // Only the declarations know what is required: `'name': string`, not `'name'?: string`.
  const declaration = readFileSync(`${folder}${name}.d.ts`, 'utf8');
  const required = [...declaration.matchAll(/^ {4}'([^']+)': /gm)].map(([, field]) => field as string);
  return { fields: new Map(attributes.map(({ baseName, type }) => [baseName, type])), required };
}
