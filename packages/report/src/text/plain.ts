/**
 * An untrusted text as one line that cannot control a terminal: control characters, also those that change the
 * direction of writing, become visible.
 */
export const plain = (text: string): string => visible(text.replace(/\s+/gu, ' ')).trim();

/** Replaces control characters by U+FFFD, which is visible. */
export const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD');

/** Breaks one line at spaces; a word that is too long stays whole. */
export const wrap = (text: string, width: number): string[] => fill(text.split(' '), ' ', width);

/** As many of the pieces on each line as fit. */
export function fill(pieces: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last === undefined || last.length + between.length + piece.length > width) lines.push(piece);
    else lines[lines.length - 1] = last + between + piece;
  }
  return lines;
}
