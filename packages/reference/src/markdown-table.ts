/** Rows as a Markdown table, the first of them its header; columns are padded as prettier formats them. */
export function markdownTable(rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head, ...body] = cells;
  return [head!, rule, ...body]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`)
    .join('');
}
