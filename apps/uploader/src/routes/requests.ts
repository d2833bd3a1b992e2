import { check, type Checked, pageQuerySchema, storedFileSchema } from '@persistence-lab/api';
import { invalidParameters } from '@persistence-lab/service';
import type { Request } from 'express';

const parameters = storedFileSchema.pick({ id: true });
// The cursor is the last id of the page before; clients need not know that.
const query = pageQuerySchema.extend({ cursor: storedFileSchema.shape.id.optional() });

/** What a request says, checked; each throws a problem (400) that names everything that is wrong. */
export function readId(request: Request): string {
  // UUIDs are the same in either case; folder names are not.
  return valid(check(parameters, request.params)).id.toLowerCase();
}

export function readPage(request: Request): { limit: number; after: string | undefined } {
  const { limit, cursor } = valid(check(query, request.query));
  return { limit, after: cursor?.toLowerCase() };
}

function valid<T>({ value, issues }: Checked<T>): T {
  if (issues) throw invalidParameters(issues);
  return value;
}
