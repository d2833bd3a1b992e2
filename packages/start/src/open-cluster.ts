import { type LocalCluster, openLocal, type Programs } from '@persistence-lab/cluster/local';
import type { StartOptions } from './options.ts';
import { requirePorts } from './requirements.ts';
import type { Subjects } from './subjects.ts';

/** @throws UserError when one of the ports or the folder is in use */
export async function openCluster(
  { data, logLevel }: StartOptions,
  programs: Programs,
  subjects: Subjects,
): Promise<LocalCluster> {
  try {
    return await openLocal({ ...subjects, folder: data, programs, logLevel });
  } catch (error) {
    if (isPortInUse(error)) await requirePorts(subjects.services.map(({ port }) => port));
    throw error;
  }
}

const isPortInUse = (error: unknown) => error instanceof Error && error.cause instanceof Error && 'port' in error.cause;
