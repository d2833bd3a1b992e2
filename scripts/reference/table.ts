/** Rows as a table of Markdown, the first its head; columns of even width, as prettier would have them. */
export function table(rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head, ...body] = cells;
  return [head!, rule, ...body]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`)
    .join('');
}
