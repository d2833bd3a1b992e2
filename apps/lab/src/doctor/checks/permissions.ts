import type { Permission } from '@persistence-lab/cluster/survey';
import { ok, problem, warning, type Check } from '../finding.ts';

const always = ['seeing what there is', 'writing and reading notes', 'writing down what has to be undone'];

/** What the user is not allowed to, by what cannot be done without it. */
export const checkPermissions: Check = ({ denied }) => {
  const purposes = Map.groupBy(denied, ({ neededFor }) => neededFor.en);
  if (purposes.size === 0) return [ok('You may do everything that the lab does')];
  return [...purposes].map(([purpose, missing]) => {
    const level = always.includes(purpose) ? problem : warning;
    return level(
      `For ${purpose} you lack: ${summarize(missing)}.`,
      'Ask for these permissions, or use another --context.',
    );
  });
};

type Named = Record<'verb' | 'resource' | 'namespace', string>;

/** Says once what is the same for several: "list, watch pods, jobs.batch in lab, lab-hostpath; list nodes". */
function summarize(missing: readonly Permission[]): string {
  const each = missing.map(({ verb, resource, namespace }) => ({ verb, resource, namespace: namespace ?? '' }));
  const joined = joinBy('resource', joinBy('namespace', joinBy('verb', each)));
  return joined
    .map(({ verb, resource, namespace }) => `${verb} ${resource}${namespace && ` in ${namespace}`}`)
    .join('; ');
}

/** Those that differ in one field alone become one. */
function joinBy(field: keyof Named, all: readonly Named[]): Named[] {
  const groups = Map.groupBy(all, (each) => JSON.stringify({ ...each, [field]: '' }));
  return [...groups.values()].map((same) => ({ ...same[0]!, [field]: same.map((each) => each[field]).join(', ') }));
}
