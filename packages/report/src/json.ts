import { reportSchema, type Report } from '@persistence-lab/experiment';
import * as z from 'zod';
import { UserError } from '@persistence-lab/language';

/**
 * A report as JSON, validated before it is written, so that `parseReport` can always read it.
 * @throws ZodError when the report is invalid
 */
export const renderJson = (report: Report): string => `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;

/**
 * Reads what `renderJson` wrote; `origin` names it in messages.
 * @throws UserError naming the first field that is invalid
 */
export function parseReport(text: string, origin: string): Report {
  const result = reportSchema.safeParse(jsonOf(text, origin));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.length ? z.core.toDotPath(issue.path) : null;
  const [at, em] = path === null ? ['', ''] : [` at ${path}`, ` em ${path}`];
  throw new UserError(
    {
      en: `${origin} is not a report of "lab run --json"${at}: ${issue?.message}.`,
      'pt-BR': `${origin} não é um relatório de "lab run --json"${em}: ${issue?.message}.`,
    },
    { cause: result.error },
  );
}

function jsonOf(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new UserError(
      { en: `${origin} is not JSON: ${reason}.`, 'pt-BR': `${origin} não é JSON: ${reason}.` },
      { cause: error },
    );
  }
}
