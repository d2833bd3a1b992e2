import { plain } from './plain.ts';

/** An untrusted text inside Markdown, also inside a table's cell: shown literally, on one line. */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]<>#|~$&!]/g, String.raw`\$&`)
    .replace(/^[-+]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** A web address as a link, anything else as text. */
export function linkMarkdown(text: string): string {
  return /^https:\/\/[\w./#?=&%-]+$/.test(text) ? `<${text}>` : escapeMarkdown(text);
}

/** Rows of texts that are Markdown already, as a table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
