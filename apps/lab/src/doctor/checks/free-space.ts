import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

const mebibyte = 1024 ** 2;
const runNeeds = 16 * mebibyte;
const manyRunsNeed = 32 * mebibyte;

/** What the services say of the volumes under them. */
export const checkFreeSpace: Check = ({ volumes }) => {
  const findings = volumes.flatMap(({ replica, bytesFree }): Finding[] => {
    const left = `${replica} has ${Math.floor(bytesFree / mebibyte)} MiB left`;
    if (bytesFree < runNeeds)
      return [problem(`${left}: too little for a run.`, 'Free some, or make its volume larger.')];
    if (bytesFree < manyRunsNeed)
      return [
        warning(`${left}: enough for a run, too little for many notes.`, 'Free some, or make its volume larger.'),
      ];
    return [];
  });
  if (findings.length > 0 || volumes.length === 0) return findings;
  return [ok(`There is space on the ${volumes.length} volumes that tell of it`)];
};
