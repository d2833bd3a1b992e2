/** One line of the table: what runs where, or why it does not. */
export interface Row {
  name: string;
  where: string;
  keeps: string;
}

export function describeRun(rows: Row[], ports: { file: number; uploader: number }, logs: string): string {
  const widths = [Math.max(...rows.map(({ name }) => name.length)), Math.max(...rows.map(({ where }) => where.length))];
  const table = rows.map(
    ({ name, where, keeps }) => `  ${name.padEnd(widths[0]!)}  ${where.padEnd(widths[1]!)}  ${keeps}`,
  );
  return [
    '',
    ...table,
    '',
    'Try it:',
    '',
    `  curl -i http://127.0.0.1:${ports.file}/v1/notes -H 'content-type: application/json' -d '{"title":"First","text":"Do you survive?"}'`,
    `  curl http://127.0.0.1:${ports.file}/v1/notes`,
    `  curl -F file=@package.json http://127.0.0.1:${ports.uploader}/v1/files`,
    '',
    `Logs: ${logs}. Ctrl-C stops everything; the data stay for the next start.`,
  ].join('\n');
}
