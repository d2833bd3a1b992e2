import type { Localized } from './kind.ts';

export const topics = ['removal', 'extension', 'movement'] as const;

export type Topic = (typeof topics)[number];

export const eventNames = [
  'container-crash',
  'oom',
  'pod-delete',
  'pod-force-delete',
  'rollout',
  'scale-zero',
  'workload-delete',
  'claim-delete',
  'scale-out',
  'node-drain',
  'node-failure',
  'node-reboot',
] as const;

export type EventName = (typeof eventNames)[number];

/** Something that Kubernetes, its users or its machines do to running pods. */
export interface Event {
  readonly name: EventName;
  readonly topic: Topic;
  /** One line: what happens. */
  readonly summary: Localized;
  /** One line: what the lab does afterwards to undo it. */
  readonly undo: Localized;
  /** It meets a whole node, hence every subject on it: nothing else may happen meanwhile. */
  readonly hitsNode: boolean;
  /** It takes somebody to switch nodes off and on. */
  readonly needsPower: boolean;
}
