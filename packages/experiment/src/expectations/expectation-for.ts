import type { EventName } from '../events/event.ts';
import type { KindName } from '../kinds/kind.ts';
import type { ClusterFacts, Expectation } from './expectation.ts';
import { extension } from './extension.ts';
import { movement } from './movement.ts';
import { removal } from './removal.ts';
import type { Rules } from './rule.ts';

const rules: Rules<EventName> = { ...removal, ...extension, ...movement };

/**
 * What the documentation promises for a kind under an event, as this project's manifests deploy it: `statefulset`,
 * `postgres` and `redis-*` as StatefulSets, all other kinds as Deployments. Null: the event cannot happen to the kind
 * (it has no claim to delete).
 */
export function expectationFor(kind: KindName, event: EventName, facts: ClusterFacts): Expectation | null {
  const rule = rules[event].find(({ kinds, where }) => kinds.includes(kind) && (where?.(facts, kind) ?? true));
  return rule?.expected ?? null;
}
