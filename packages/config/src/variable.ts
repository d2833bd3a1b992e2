/** One environment variable: how to parse its text, and what its errors say. */
export type Variable<T> = {
  readonly name: string;
  /** The kind of value, for the reference page: "integer", "duration". */
  readonly type: string;
  /** What is accepted, to follow "expected" in an error. */
  readonly expected: string;
  readonly description: string;
  /** The default, in the form it has in the environment. */
  readonly fallback: string | undefined;
  /** What a reference page shows instead of a default that differs between machines. */
  readonly fallbackNote: string | undefined;
  readonly optional: boolean;
  /** The texts of other variables that make this one required. */
  readonly requiredWhen: Readonly<Record<string, string>>;
  readonly secret: boolean;
  /** The value, or undefined for a text that is not accepted. */
  readonly parse: (text: string) => T | undefined;
};

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The values of a set of variables, by its keys. */
export type Config<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

export type Options = {
  description: string;
  /** Without a default the variable must be set. */
  default?: string | number | boolean;
  /** Describes a default that differs between machines: "the host name". */
  defaultNote?: string;
  /** The value is undefined when the variable is not set. */
  optional?: boolean;
  /** `{ STORE: 'postgres' }`: optional, but required when STORE is postgres. */
  requiredWhen?: Readonly<Record<string, string>>;
};

/** The type of the value, which includes undefined if the variable is optional. */
export type Given<T, O extends Options> = O extends { optional: true } | { requiredWhen: object } ? T | undefined : T;

type Kind<T> = { type: string; expected: string; secret?: boolean; parse: (text: string) => T | undefined };

/** Throws for a default that the parser rejects, which is an error in the program. */
export function variable<T, const O extends Options>(name: string, kind: Kind<T>, options: O): Variable<Given<T, O>> {
  const fallback = options.default === undefined ? undefined : String(options.default);
  if (fallback !== undefined && kind.parse(fallback) === undefined) {
    throw new TypeError(`${name}: its default "${fallback}" is not ${kind.expected}`);
  }
  if (fallback !== undefined && kind.secret) throw new TypeError(`${name}: a secret has no default`);
  return {
    name,
    type: kind.type,
    expected: kind.expected,
    description: options.description,
    fallback,
    fallbackNote: options.defaultNote,
    optional: options.optional === true || options.requiredWhen !== undefined,
    requiredWhen: options.requiredWhen ?? {},
    secret: kind.secret === true,
    parse: kind.parse,
  };
}
