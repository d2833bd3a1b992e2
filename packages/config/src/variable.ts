/** One environment variable: how its text becomes a value, and what to say when it does not. */
export type Variable<T> = {
  readonly name: string;
  /** The kind of value, for the reference page: "integer", "duration". */
  readonly type: string;
  /** What is accepted, as the end of "it wants ...". */
  readonly wants: string;
  readonly description: string;
  /** The default, as one would write it in the environment. */
  readonly fallback: string | undefined;
  /** What a reference page says instead of a default that differs from machine to machine. */
  readonly fallbackNote: string | undefined;
  readonly optional: boolean;
  /** Other variables' texts with which this optional one becomes required. */
  readonly requiredWhen: Readonly<Record<string, string>>;
  readonly secret: boolean;
  /** The value, or undefined when the text is not what is wanted. */
  readonly parse: (text: string) => T | undefined;
};

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The configuration that a set of variables describes, by its keys. */
export type Config<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

export type Options = {
  description: string;
  /** As one would write it in the environment; left out means that the variable must be set. */
  default?: string | number | boolean;
  /** Says what the default is where its value differs from machine to machine: "the host name". */
  defaultNote?: string;
  /** Not set is fine and gives undefined. */
  optional?: boolean;
  /** `{ STORE: 'postgres' }`: optional, but required when STORE is postgres. */
  requiredWhen?: Readonly<Record<string, string>>;
};

/** The type of a value under its options: optional ones may be undefined. */
export type Given<T, O extends Options> = O extends { optional: true } | { requiredWhen: object } ? T | undefined : T;

type Kind<T> = { type: string; wants: string; secret?: boolean; parse: (text: string) => T | undefined };

/** Builds a variable. A default that its own parser refuses is a mistake in the program and throws. */
export function variable<T, const O extends Options>(name: string, kind: Kind<T>, options: O): Variable<Given<T, O>> {
  const fallback = options.default === undefined ? undefined : String(options.default);
  if (fallback !== undefined && kind.parse(fallback) === undefined) {
    throw new TypeError(`${name}: its default "${fallback}" is not ${kind.wants}`);
  }
  if (fallback !== undefined && kind.secret) throw new TypeError(`${name}: a secret has no default`);
  return {
    name,
    type: kind.type,
    wants: kind.wants,
    description: options.description,
    fallback,
    fallbackNote: options.defaultNote,
    optional: options.optional === true || options.requiredWhen !== undefined,
    requiredWhen: options.requiredWhen ?? {},
    secret: kind.secret === true,
    parse: kind.parse,
  };
}
