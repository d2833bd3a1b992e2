import type { z } from 'zod';

/** What is wrong, and where. */
export interface Issue {
  readonly message: string;
  readonly path: PropertyKey[];
}

/** Exactly one of the two. */
export type Checked<T> =
  { readonly value: T; readonly issues?: undefined } | { readonly value?: undefined; readonly issues: Issue[] };

/** Checks a value that came from outside, and says of each field what is wrong with it. Never throws. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value);
  return result.success ? { value: result.data } : { issues: result.error.issues.flatMap(fieldIssues) };
}

/** zod names unknown fields in one issue of their parent; a client looks for each by its own path. */
function fieldIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'unrecognized_keys') return [{ message: issue.message, path: issue.path }];
  return issue.keys.map((key) => ({ message: 'Unknown field', path: [...issue.path, key] }));
}
