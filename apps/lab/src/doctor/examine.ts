import type { Survey } from '@persistence-lab/cluster/survey';
import { checkDeployed, checkImages, checkLeftovers } from './checks/deployment.ts';
import { checkClock, checkNodes, checkVersion } from './checks/nodes.ts';
import { checkPermissions, checkPodSecurity } from './checks/permissions.ts';
import { checkBinding, checkDefaultClass } from './checks/storage-classes.ts';
import { checkFreeSpace, checkSharedClaims } from './checks/volumes.ts';
import type { Check, Finding } from './finding.ts';

const checks: readonly Check[] = [
  checkVersion,
  checkNodes,
  checkDeployed,
  checkLeftovers,
  checkDefaultClass,
  checkBinding,
  checkSharedClaims,
  checkPermissions,
  checkPodSecurity,
  checkImages,
  checkClock,
  checkFreeSpace,
];

/** The findings of every check. */
export const examine = (survey: Survey): Finding[] => checks.flatMap((check) => check(survey));
