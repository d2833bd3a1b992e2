import type { z } from 'zod';

/** A validation error and its path. */
export interface Issue {
  readonly message: string;
  readonly path: PropertyKey[];
}

/** Either a valid value or the issues of an invalid one. */
export type Checked<T> =
  { readonly value: T; readonly issues?: undefined } | { readonly value?: undefined; readonly issues: Issue[] };

/** Validates external input and reports the issues of each field. Never throws. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  return result.success ? { value: result.data } : { issues: result.error.issues.flatMap(fieldIssues) };
}

/** Splits zod's single issue for all unknown fields of an object, so that each field has its own path. */
function fieldIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [{ message: issue.message, path: issue.path }];
  return issue.keys.map((key) => ({ message: 'Unknown field', path: [...issue.path, key] }));
}
