import type { EventName } from '@persistence-lab/experiment';
import type { FaultInjector, NodeFaultInjector } from './fault-target.ts';
import { nodeDrain } from './node/node-drain.ts';
import { nodeFailure } from './node/node-failure.ts';
import { nodeReboot } from './node/node-reboot.ts';
import { claimDelete } from './subject/claim-delete.ts';
import { containerCrash } from './subject/container-crash.ts';
import { oom } from './subject/oom.ts';
import { podDelete } from './subject/pod-delete.ts';
import { podForceDelete } from './subject/pod-force-delete.ts';
import { rollout } from './subject/rollout.ts';
import { scaleOut } from './subject/scale-out.ts';
import { scaleZero } from './subject/scale-zero.ts';
import { workloadDelete } from './subject/workload-delete.ts';

/**
 * The events that affect one subject alone, in the order in which each subject goes through them. A container that
 * restarts twice within ten minutes waits ten seconds, so its pod is replaced in between. A claim is deleted last,
 * because all data goes with it.
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

/** The events that affect all subjects of a node, in the order of a run. */
export const nodeFaultInjectors: ReadonlyMap<EventName, NodeFaultInjector> = new Map<EventName, NodeFaultInjector>([
  ['node-drain', nodeDrain],
  ['node-reboot', nodeReboot],
  ['node-failure', nodeFailure],
]);
