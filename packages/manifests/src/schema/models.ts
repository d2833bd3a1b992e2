import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Attribute = { baseName: string; type: string };

/** A type of the Kubernetes API: the types of its fields, and the names of the required ones. */
export type Model = { fields: ReadonlyMap<string, string>; required: readonly string[] };

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('gen/models/', import.meta.resolve('@kubernetes/client-node')));
const models = new Map<string, Model | undefined>();

/** Loads one model at a time, because loading the whole client, 2,700 files, takes seconds. */
export function findModel(name: string): Model | undefined {
  if (!models.has(name)) models.set(name, existsSync(`${folder}${name}.js`) ? readModel(name) : undefined);
  return models.get(name);
}

function readModel(name: string): Model {
  const module = require(`${folder}${name}.js`) as Record<string, { getAttributeTypeMap(): Attribute[] }>;
  const attributes = module[name]?.getAttributeTypeMap() ?? [];
  // Only the declaration shows which fields are required: `'name': string`, not `'name'?: string`.
  const declaration = readFileSync(`${folder}${name}.d.ts`, 'utf8');
  const required = [...declaration.matchAll(/^ {4}'([^']+)': /gm)].map(([, field]) => field as string);
  return { fields: new Map(attributes.map(({ baseName, type }) => [baseName, type])), required };
}
