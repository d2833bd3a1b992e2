import type { Expect } from './expectation.ts';
import { extension } from './expectations/extension.ts';
import { movement } from './expectations/movement.ts';
import { removal } from './expectations/removal.ts';
import type { Rules } from './expectations/rule.ts';
import type { EventName } from './event.ts';

const rules: Rules<EventName> = { ...removal, ...extension, ...movement };

/**
 * What the documentation promises of a kind under an event, as this project's manifests deploy it: `statefulset`,
 * `postgres` and `redis-*` as StatefulSets, all other kinds as Deployments. Null: the event cannot happen to it.
 */
export const expect: Expect = (kind, event, facts) =>
  rules[event].find(({ kinds, where }) => kinds.includes(kind) && (where?.(facts, kind) ?? true))?.expected ?? null;
