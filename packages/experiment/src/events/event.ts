import type { Text } from '@persistence-lab/language';

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
  readonly summary: Text;
  /** One line: how the lab undoes it. */
  readonly undo: Text;
  /** It affects a whole node, and so every subject on it: no other event may run at the same time. */
  readonly affectsNode: boolean;
  /** It needs a command that switches nodes off and on. */
  readonly needsNodePower: boolean;
}
