import { type LocalCluster, openLocal, type Programs } from '@persistence-lab/cluster/local';
import type { StartOptions } from './options.ts';
import { requirePorts } from './requirements.ts';
import type { Subjects } from './subjects.ts';

/** @throws CannotRun, ClusterError, for the user to read, when somebody has one of the ports, or the folder */
export async function openCluster(
  { data, logLevel }: StartOptions,
  programs: Programs,
  subjects: Subjects,
): Promise<LocalCluster> {
  try {
    return await openLocal({ ...subjects, folder: data, programs, logLevel });
  } catch (error) {
    if (isAboutPort(error)) await requirePorts(subjects.services.map(({ port }) => port));
    throw error;
  }
}

const isAboutPort = (error: unknown) => error instanceof Error && error.cause instanceof Error && 'port' in error.cause;
