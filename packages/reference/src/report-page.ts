import { reportFields } from '@persistence-lab/report/reference';
import { markdownTable } from './markdown-table.ts';

/** The page that documents what `lab run --json` writes, in Markdown. */
export function reportPage(): string {
  const rows = reportFields().map(({ path, type, description }) => [`\`${path}\``, type, description]);
  return `${heading}\n${markdownTable([['Field', 'Type', 'What it is'], ...rows])}`;
}

const heading = `# The report of a run

<!-- Made by \`node scripts/run.mjs reference\` from the schema that every report is checked against: change that, not this page. -->

\`npm run lab -- run --json FILE\` writes one JSON document; \`-\` as the file is standard output. \`schema\` names its form: it
gets a new number when a reader of the old form would be misled, and new fields alone are no reason. So ignore fields
that you do not know. All fields are always there; times are UTC. \`lab run --baseline FILE\` reads the document again.

Exit codes of \`lab run\`: 0 as expected, 1 something differs from the documentation or came back corrupt, 2 it could not
run, 130 interrupted and put back.

## Fields
`;
