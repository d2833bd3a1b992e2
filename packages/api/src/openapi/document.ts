import * as z from 'zod';

/** The parts of OpenAPI 3.1 that our documents use. Its schemas are JSON Schema 2020-12, which zod writes. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { title: string; version: string; description: string };
  readonly paths: Record<string, PathItem>;
  readonly components: { schemas: Record<string, unknown> };
}

export type PathItem = Partial<Record<Method, Operation>> & { parameters?: Parameter[] };
export type Method = 'get' | 'head' | 'put' | 'post' | 'patch' | 'delete';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: Parameter[];
  readonly requestBody?: { required: true; content: Content };
  readonly responses: Record<string, ResponseObject>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: unknown;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Record<string, { description: string; schema: unknown }>;
  readonly content?: Content;
}

type Content = Record<string, { schema: unknown }>;

/** The schemas that validate, as JSON Schema; where one uses another it says so by reference. */
export function componentSchemas(schemas: Record<string, z.ZodType>): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const written = z.toJSONSchema(registry, { io: 'input', uri: (id) => reference(id).$ref });
  return Object.fromEntries(Object.entries(written.schemas).map(([id, schema]) => [id, withoutIds(schema)]));
}

/** Inside a document a schema's name is its place; its dialect is OpenAPI 3.1's own. */
function withoutIds(schema: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !['$schema', '$id', 'id'].includes(key)));
}

/** A schema by its name. */
export const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
/** A JSON body of a schema, by its name. */
export const jsonContent = (name: string): Content => ({ 'application/json': { schema: reference(name) } });

/** An answer with a JSON body, or with none. */
export function jsonResponse(
  description: string,
  schema?: string,
  headers?: NonNullable<ResponseObject['headers']>,
): ResponseObject {
  return { description, ...(headers && { headers }), ...(schema && { content: jsonContent(schema) }) };
}

/** An answer with a problem document. */
export function problemResponse(description: string): ResponseObject {
  return { description, content: { 'application/problem+json': { schema: reference('Problem') } } };
}

/** A header of an answer. */
export const header = (description: string) => ({ description, schema: { type: 'string' } });

/** A header of a request, never required. */
export const requestHeader = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});
