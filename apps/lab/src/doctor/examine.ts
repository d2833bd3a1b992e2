import type { Survey } from '@persistence-lab/cluster/survey';
import { checkBinding } from './checks/binding.ts';
import { checkClock } from './checks/clock.ts';
import { checkDefaultClass } from './checks/default-class.ts';
import { checkDeployed } from './checks/deployed.ts';
import { checkFreeSpace } from './checks/free-space.ts';
import { checkImages } from './checks/images.ts';
import { checkLeftovers } from './checks/leftovers.ts';
import { checkNodes } from './checks/nodes.ts';
import { checkPermissions } from './checks/permissions.ts';
import { checkPodSecurity } from './checks/pod-security.ts';
import { checkSharedClass } from './checks/shared-class.ts';
import { checkVersion } from './checks/version.ts';
import type { Check, Finding } from './finding.ts';

const checks: readonly Check[] = [
  checkVersion,
  checkNodes,
  checkDeployed,
  checkLeftovers,
  checkDefaultClass,
  checkBinding,
  checkSharedClass,
  checkPermissions,
  checkPodSecurity,
  checkImages,
  checkClock,
  checkFreeSpace,
];

/** Everything that there is to say of a cluster. */
export const examine = (survey: Survey): Finding[] => checks.flatMap((check) => check(survey));
