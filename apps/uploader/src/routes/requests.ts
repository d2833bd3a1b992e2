import { check, type Checked, pageQuerySchema, storedFileSchema } from '@persistence-lab/api';
import { invalidParameters } from '@persistence-lab/service';
import type { Request } from 'express';

const parameters = storedFileSchema.pick({ id: true });
// The cursor is the last id of the previous page; to clients it is opaque.
const query = pageQuerySchema.extend({ cursor: storedFileSchema.shape.id.optional() });

/** @throws ProblemError 400 that names every invalid parameter, like `readPage` */
export function readId(request: Request): string {
  // UUIDs are case-insensitive, folder names are not.
  return requireValid(check(parameters, request.params)).id.toLowerCase();
}

export function readPage(request: Request): { limit: number; after: string | undefined } {
  const { limit, cursor } = requireValid(check(query, request.query));
  return { limit, after: cursor?.toLowerCase() };
}

function requireValid<T>({ value, issues }: Checked<T>): T {
  if (issues) throw invalidParameters(issues);
  return value;
}
