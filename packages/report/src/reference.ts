import { reportSchema } from '@persistence-lab/experiment';
import * as z from 'zod';

export interface FieldRow {
  /** As in `cells[].afterUndo.mark`. */
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Every field of the JSON report, outer ones first. docs/report.md is generated from them. */
export function reportFields(): FieldRow[] {
  return fieldsOf(z.toJSONSchema(reportSchema), '');
}

function fieldsOf(schema: Schema, prefix: string): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = field as Schema;
    const path = `${prefix}${name}`;
    const [object, suffix] = objectIn(inner);
    const row = { path: `${path}${suffix}`, type: typeOf(inner), description: inner.description ?? '' };
    return [row, ...(object ? fieldsOf(object, `${path}${suffix}.`) : [])];
  });
}

/** The object in a field or in its list, if any, and the suffix of the path to it. */
function objectIn(schema: Schema): [Schema | undefined, string] {
  if (schema.type === 'array') return [withFields(schema.items as Schema), '[]'];
  return [[schema, ...alternativesOf(schema)].find(withFields), ''];
}

const withFields = (schema: Schema): Schema | undefined => (schema.properties ? schema : undefined);
const alternativesOf = (schema: Schema): Schema[] => schema.anyOf ?? [];

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return alternativesOf(schema).map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Schema)}`;
  if (schema.format === 'date-time') return 'time';
  return [schema.type].flat().map(plainType).join(' or ');
}

const words: Record<string, string> = { string: 'text', boolean: 'true or false' };
const plainType = (type = 'anything'): string => words[type] ?? type;
