import type { z } from 'zod';
import type { FieldError } from './problem.ts';

export type Checked<T> = { readonly value: T; readonly errors?: never } | { readonly errors: FieldError[] };

/** Checks a value that came from outside; says of each field what is wrong with it. Never throws. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  return result.success ? { value: result.data } : { errors: result.error.issues.flatMap(fieldErrors) };
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: 'Unknown field' }));
}

/** RFC 6901, in the form of a URI fragment. */
function pointer(path: PropertyKey[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `#${steps.map((step) => `/${encodeURIComponent(step.toWellFormed())}`).join('')}`;
}
