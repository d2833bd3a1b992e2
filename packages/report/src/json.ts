import { reportSchema, type Report } from '@persistence-lab/experiment';
import * as z from 'zod';
import { CannotRun } from '@persistence-lab/language';

/**
 * A report as JSON, checked before it is written: what `lab run --json` gives is always readable again.
 * @throws ZodError when the report is none
 */
export const renderJson = (report: Report): string => `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;

/**
 * Reads what `renderJson` wrote; `origin` names it in messages.
 * @throws CannotRun naming the first thing that is not as it should be
 */
export function parseReport(text: string, origin: string): Report {
  const result = reportSchema.safeParse(jsonOf(text, origin));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? ` at ${z.core.toDotPath(issue.path)}` : '';
  throw new CannotRun(`${origin} is not a report of "lab run --json"${where}: ${issue?.message}.`, {
    cause: result.error,
  });
}

function jsonOf(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotRun(`${origin} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}
