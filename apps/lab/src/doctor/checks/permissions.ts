import type { Permission } from '@persistence-lab/cluster/survey';
import { ok, problem, warning, type Check } from '../finding.ts';

const always = ['seeing what there is', 'writing and reading notes', 'writing down what has to be undone'];

/** What the user is not allowed to, by what cannot be done without it. */
export const checkPermissions: Check = ({ denied }) => {
  const purposes = [...new Set(denied.map(({ neededFor }) => neededFor))];
  if (purposes.length === 0) return [ok('You may do everything that the lab does')];
  return purposes.map((neededFor) => {
    const missing = denied.filter((each) => each.neededFor === neededFor).map(named);
    const level = always.includes(neededFor) ? problem : warning;
    return level(
      `For ${neededFor} you lack: ${missing.join('; ')}.`,
      'Ask for these permissions, or use another --context.',
    );
  });
};

const named = ({ verb, resource, namespace }: Permission): string =>
  `${verb} ${resource}${namespace === null ? '' : ` in ${namespace}`}`;
