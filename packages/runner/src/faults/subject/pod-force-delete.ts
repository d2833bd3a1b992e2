import { deletePods } from './pod-delete.ts';

/** Without a grace period: the old process may still run when its replacement starts. */
export const podForceDelete = deletePods(true);
