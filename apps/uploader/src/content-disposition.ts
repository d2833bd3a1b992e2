// What could lead a client astray that saves under this name: separators, control characters, and
// those that turn the direction of writing around (U+202E makes "gpj.exe" look like "exe.jpg").
const astray = /[\p{Cc}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}/\\]/gu;

/** `attachment` with a file's name as RFC 6266 wants it: plain for old clients, and as RFC 8187 where it is not ASCII. */
export function attachment(name: string): string {
  const safe = name.toWellFormed().replaceAll(astray, '_');
  const plain = safe.replaceAll(/[^\x20-\x7e]/g, '_');
  const quoted = plain.replaceAll(/["%]/g, '_');
  const extended = quoted === safe ? '' : `; filename*=UTF-8''${encodeExtended(safe)}`;
  return `attachment; filename="${quoted}"${extended}`;
}

/** encodeURIComponent leaves some characters that RFC 8187 does not allow as they are. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
