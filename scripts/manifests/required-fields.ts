import { readFileSync } from 'node:fs';

const client = new URL(import.meta.resolve('@kubernetes/client-node'));
const known = new Map<string, Set<string>>();

/** The required fields of a model. Only the client's declarations know them: `'name': string`, not `'name'?: string`. */
export function requiredFields(model: string): Set<string> {
  let fields = known.get(model);
  if (fields === undefined) {
    const declaration = readFileSync(new URL(`gen/models/${model}.d.ts`, client), 'utf8');
    fields = new Set([...declaration.matchAll(/^ {4}'([^']+)': /gm)].map(([, name]) => name as string));
    known.set(model, fields);
  }
  return fields;
}
