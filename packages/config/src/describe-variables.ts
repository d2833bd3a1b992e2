import type { Variables } from './variable.ts';

export type VariableRow = { name: string; type: string; default: string; description: string };

/** One row for each variable, in their order, for generated documentation. */
export function describeVariables(variables: Variables): VariableRow[] {
  return Object.values(variables).map((variable) => {
    const { name, type, fallback, fallbackNote, optional, requiredWhen, description } = variable;
    const conditions = Object.entries(requiredWhen).map(([other, value]) => `required when ${other} is ${value}`);
    const absent = conditions.join(', ') || (optional ? 'none' : 'required');
    return { name, type, default: fallbackNote ?? fallback ?? absent, description };
  });
}
