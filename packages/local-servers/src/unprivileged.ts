import { spawnSync } from 'node:child_process';
import { chown } from 'node:fs/promises';

/** How to run a program that refuses to run as root. */
export interface Unprivileged {
  command: string[];
  ids: { uid?: number; gid?: number };
  /** Makes the folder one that the program may keep its files in. */
  own(folder: string): Promise<void>;
}

const nobody = 65534;
const setpriv = [
  'setpriv',
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  // Passing through folders that only root may enter (a clone under /root, mode 700) takes this one
  // capability; access(2), which Postgres asks first, honours it only with this securebit.
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=-all,+dac_override',
  '--securebits=+no_setuid_fixup',
];

/**
 * The user as it is, when it is not root. Else the user "nobody": through setpriv, where the system
 * has it; without, the program and its data must lie where everybody may go.
 */
export function unprivileged(): Unprivileged {
  if (process.getuid?.() !== 0) return { command: [], ids: {}, own: () => Promise.resolve() };
  const own = (folder: string) => chown(folder, nobody, nobody);
  const works = spawnSync(setpriv[0]!, [...setpriv.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
  return works ? { command: setpriv, ids: {}, own } : { command: [], ids: { uid: nobody, gid: nobody }, own };
}
