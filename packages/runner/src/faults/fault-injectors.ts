import type { EventName } from '@persistence-lab/experiment';
import type { FaultInjector } from './fault-target.ts';
import { claimDelete } from './claim-delete.ts';
import { containerCrash } from './container-crash.ts';
import { oom } from './oom.ts';
import { podDelete, podForceDelete } from './pod-delete.ts';
import { rollout } from './rollout.ts';
import { scaleOut } from './scale-out.ts';
import { scaleZero } from './scale-zero.ts';
import { workloadDelete } from './workload-delete.ts';

/**
 * The events that meet one subject alone, in the order in which a subject goes through them. A container's second restart
 * within ten minutes waits ten seconds, so its pod is replaced in between; a deleted claim comes last, because it takes
 * along what the others would have kept.
 */
export const faultInjectors: ReadonlyMap<EventName, FaultInjector> = new Map<EventName, FaultInjector>([
  ['container-crash', containerCrash],
  ['pod-delete', podDelete],
  ['oom', oom],
  ['pod-force-delete', podForceDelete],
  ['rollout', rollout],
  ['scale-zero', scaleZero],
  ['scale-out', scaleOut],
  ['workload-delete', workloadDelete],
  ['claim-delete', claimDelete],
]);
