import { describe, expect, it } from 'vitest';
import { filesOpenApi, notesOpenApi } from '../index.ts';
import type { Operation } from './document.ts';

const documents = { notes: notesOpenApi(), files: filesOpenApi() };
const methods = ['get', 'head', 'put', 'post', 'patch', 'delete'] as const;

describe.each(Object.entries(documents))('the OpenAPI document of %s', (_, document) => {
  const text = JSON.stringify(document);
  const operations = Object.values(document.paths).flatMap((path) =>
    methods.map((method) => path[method]).filter((operation): operation is Operation => operation !== undefined),
  );

  it('defines exactly the schemas that it refers to', () => {
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(referred)).toEqual(new Set(Object.keys(document.components.schemas)));
  });

  it('has unique operation ids and describes errors as problems', () => {
    const ids = operations.map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const responses = operations.flatMap((operation) => Object.entries(operation.responses));
    for (const [, response] of responses.filter(([status]) => Number(status) >= 400)) {
      expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('declares every parameter of its paths', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect((item.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        names,
      );
    }
  });
});

it('requires all fields of a draft and allows no others, as the service does', () => {
  expect(documents.notes.components.schemas['NoteDraft']).toMatchObject({
    type: 'object',
    required: ['title', 'text'],
    additionalProperties: false,
    properties: { title: { type: 'string', minLength: 1, maxLength: 200 }, text: { maxLength: 100_000 } },
  });
});
