import { parseDuration, parseSize } from './amounts.ts';
import { type Given, type Options, type Variable, variable } from './variable.ts';

/** Any text. */
export function text<const O extends Options>(name: string, options: O): Variable<Given<string, O>> {
  return variable(name, { type: 'text', expected: 'a text', parse: (given) => given }, options);
}

/** A text that neither error messages nor `--print-config` show. It has no default. */
export function secret<const O extends Omit<Options, 'default'>>(name: string, options: O): Variable<Given<string, O>> {
  return variable(name, { type: 'secret', expected: 'a secret text', secret: true, parse: (given) => given }, options);
}

/** A whole number, at least 0 by default. */
export function integer<const O extends Options & { minimum?: number; maximum?: number }>(
  name: string,
  options: O,
): Variable<Given<number, O>> {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = options;
  const range = options.maximum === undefined ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  const parse = (given: string) => {
    const number = /^-?\d+$/.test(given) ? Number(given) : Number.NaN;
    return number >= minimum && number <= maximum ? number : undefined;
  };
  return variable(name, { type: 'integer', expected: `a whole number ${range}`, parse }, options);
}

/** A TCP port; 0 lets the system choose. */
export function port<const O extends Options>(name: string, options: O): Variable<Given<number, O>> {
  return { ...integer(name, { ...options, minimum: 0, maximum: 65_535 }), type: 'port' };
}

/** `true` or `false`. */
export function flag<const O extends Options>(name: string, options: O): Variable<Given<boolean, O>> {
  const values = new Map([
    ['true', true],
    ['false', false],
  ]);
  return variable(name, { type: 'flag', expected: 'true or false', parse: (given) => values.get(given) }, options);
}

/** A duration such as `500ms`, `30s`, `2m` or `1h`, in milliseconds. */
export function duration<const O extends Options>(name: string, options: O): Variable<Given<number, O>> {
  return variable(
    name,
    { type: 'duration', expected: 'a duration such as 500ms, 30s, 2m or 1h', parse: parseDuration },
    options,
  );
}

/** A size such as `512Mi`, `1Gi`, `10M` or `4096`, in bytes. */
export function size<const O extends Options>(name: string, options: O): Variable<Given<number, O>> {
  return variable(
    name,
    { type: 'size', expected: 'a size such as 512Mi, 1Gi, 10M or 4096 (bytes)', parse: parseSize },
    options,
  );
}

/** One of the given words. */
export function oneOf<const W extends string, const O extends Options>(
  name: string,
  words: readonly W[],
  options: O,
): Variable<Given<W, O>> {
  const parse = (given: string) => words.find((word) => word === given);
  return variable(name, { type: words.join(' or '), expected: `one of ${words.join(', ')}`, parse }, options);
}

/** An absolute URL without a password, which belongs in a secret. `schemes` are the accepted ones, without colon (default: http, https). */
export function url<const O extends Options & { schemes?: readonly string[] }>(
  name: string,
  options: O,
): Variable<Given<string, O>> {
  const schemes = options.schemes ?? ['http', 'https'];
  const parse = (given: string) => {
    const parsed = URL.parse(given);
    const fits = parsed !== null && schemes.includes(parsed.protocol.slice(0, -1)) && parsed.host !== '';
    return fits && parsed.password === '' ? given : undefined;
  };
  const expected = `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and contains no password`;
  return variable(name, { type: 'url', expected, parse }, options);
}
