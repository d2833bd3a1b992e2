import type { VariableRow } from '@persistence-lab/config';
import { markdownTable } from './markdown-table.ts';

export interface App {
  readonly name: string;
  readonly description: string;
  readonly rows: readonly VariableRow[];
}

/** The page of all environment variables, in Markdown. `shared` variables are listed once. */
export function configurationPage(shared: readonly VariableRow[], apps: readonly App[]): string {
  const isShared = ({ name }: VariableRow) => shared.some((row) => row.name === name);
  const sections = apps.map(({ name, description, rows }) =>
    section(
      name,
      description,
      rows.filter((row) => !isShared(row)),
    ),
  );
  return [heading, section('Every service', 'Read by all of them.', shared), ...sections].join('\n');
}

const heading = `# Configuration

<!-- Made by \`node scripts/run.mjs reference\` from the schemas that read the environment: change those, not this page. -->

Each service reads its environment once, at its start. With a mistake in it the service prints every problem
and exits with 78; \`--print-config\` prints the effective values and where each came from, secrets hidden.

\`X_FILE\` names a file that holds \`X\`, for every variable; one line end after it is not part of the value. An empty
text counts as not set. Sizes are written \`512Mi\`, \`1Gi\`, \`10M\` or in plain bytes; durations \`500ms\`, \`30s\`, \`2m\`, \`1h\`.
`;

function section(title: string, description: string, variables: readonly VariableRow[]): string {
  const rows = variables.map((row) => [`\`${row.name}\``, row.type, row.default, row.description]);
  return `## ${title}\n\n${description}\n\n${markdownTable([['Variable', 'Type', 'Default', 'What it is'], ...rows])}`;
}
