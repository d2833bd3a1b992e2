import { spawnSync } from 'node:child_process';
import { chown } from 'node:fs/promises';

/** How to run a program that refuses to run as root. */
export interface UnprivilegedUser {
  command: string[];
  ids: { uid?: number; gid?: number };
  /** Makes the user the owner of a folder or file. */
  makeOwner(path: string): Promise<void>;
}

const nobody = 65534;
const setpriv = [
  'setpriv',
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  // Folders that only root may enter (a clone under /root, mode 700) require this one capability;
  // access(2), which Postgres calls first, respects it only with this securebit.
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=-all,+dac_override',
  '--securebits=+no_setuid_fixup',
];

/**
 * The current user, unless it is root; then the user "nobody", through setpriv if the system has it.
 * Without setpriv, the program and its data must be in folders that every user may enter.
 */
export function unprivilegedUser(): UnprivilegedUser {
  if (process.getuid?.() !== 0) return { command: [], ids: {}, makeOwner: () => Promise.resolve() };
  const makeOwner = (path: string) => chown(path, nobody, nobody);
  const works = spawnSync(setpriv[0]!, [...setpriv.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
  return works
    ? { command: setpriv, ids: {}, makeOwner }
    : { command: [], ids: { uid: nobody, gid: nobody }, makeOwner };
}
