export const kindNames = [
  'none',
  'emptydir',
  'memory',
  'ephemeral',
  'hostpath',
  'static-pv',
  'pvc',
  'pvc-rwx',
  'statefulset',
  'postgres',
  'redis-always',
  'redis-everysec',
  'redis-none',
] as const;

export type KindName = (typeof kindNames)[number];

/** A text in each language of the lab. */
export interface Localized {
  readonly en: string;
  readonly 'pt-BR': string;
}

/** A way to keep data on Kubernetes. */
export interface Kind {
  readonly name: KindName;
  /** One line: what it is and how long it lives. */
  readonly summary: Localized;
  /** The page of the documentation that describes it. */
  readonly source: string;
}
