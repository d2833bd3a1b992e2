// Types that browsers never execute, even when they ignore `nosniff`.
const passiveType =
  /^(?:image\/(?!svg)[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|font\/[\w.+-]+|text\/(?:plain|csv)|application\/(?:octet-stream|pdf|json|zip|gzip|x-tar))$/;

/** The Content-Type of a download: HTML, SVG, XML and scripts become application/octet-stream. */
export function servedType(type: string): string {
  return passiveType.test(type) ? type : 'application/octet-stream';
}

// Unsafe in a file name that a client saves: separators, control characters, and bidirectional
// overrides (with U+202E "gpj.exe" is displayed as "exe.jpg").
const unsafeCharacters = /[\p{Cc}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}/\\]/gu;

/** `attachment` with the file's name (RFC 6266): ASCII for old clients, extended (RFC 8187) when that loses characters. */
export function contentDisposition(name: string): string {
  const safe = name.toWellFormed().replaceAll(unsafeCharacters, '_');
  const ascii = safe.replaceAll(/[^\x20-\x7e]/g, '_');
  const quoted = ascii.replaceAll(/["%]/g, '_');
  const extended = quoted === safe ? '' : `; filename*=UTF-8''${encodeExtended(safe)}`;
  return `attachment; filename="${quoted}"${extended}`;
}

/** RFC 8187 allows fewer characters than encodeURIComponent leaves unencoded. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
