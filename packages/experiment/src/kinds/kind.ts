import type { Text } from '@persistence-lab/language';

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

/** A way to keep data on Kubernetes. */
export interface Kind {
  readonly name: KindName;
  /** One line: what it is and how long its data lives. */
  readonly summary: Text;
  /** The page of the documentation that describes it. */
  readonly source: string;
}
