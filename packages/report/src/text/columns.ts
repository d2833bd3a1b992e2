/** Pads the texts of each column to its widest, two spaces apart; `style` may add what takes no width, such as colour. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  style: (text: string, row: number, column: number) => string = (text) => text,
  right: readonly number[] = [],
): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row, at) =>
    row
      .map((text, column) => {
        const width = widths[column]!;
        return style(right.includes(column) ? text.padStart(width) : text.padEnd(width), at, column);
      })
      .join('  ')
      .trimEnd(),
  );
}
