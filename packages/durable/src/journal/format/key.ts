/** A UUID as four words of 32 bits; its text is in lower case. */
export type Key = Uint32Array;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isKey(text: string): boolean {
  return uuidForm.test(text);
}

/** Positions of the eight hexadecimal digits of each word in `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
const wordDigits = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [9, 10, 11, 12, 14, 15, 16, 17],
  [19, 20, 21, 22, 24, 25, 26, 27],
  [28, 29, 30, 31, 32, 33, 34, 35],
] as const;

/** Characters in the text of a key. */
export const keyLength = 36;

/** Reads a key from its ASCII bytes, which the caller has checked. */
export function parseKey(bytes: Uint8Array, start: number, into: Key): void {
  for (let word = 0; word < 4; word++) {
    let value = 0;
    for (const at of wordDigits[word]!) value = (value << 4) | digits[bytes[start + at]!]!;
    into[word] = value >>> 0;
  }
}

export function keyOf(text: string): Key {
  const key = new Uint32Array(4);
  parseKey(Buffer.from(text, 'latin1'), 0, key);
  return key;
}

export function formatKey(key: Key): string {
  let hex = '';
  for (const word of key) hex += word.toString(16).padStart(8, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The value of each lower-case hexadecimal digit by its ASCII code; 255 for other codes. */
export const digits = Uint8Array.from({ length: 256 }, (_, code) => {
  const at = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return at < 0 ? 255 : at;
});
