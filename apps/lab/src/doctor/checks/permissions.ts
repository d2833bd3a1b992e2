import type { Permission } from '@persistence-lab/cluster/survey';
import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

/** The English names of the purposes that every command of the lab has. */
const essential = ['seeing what there is', 'writing and reading notes', 'writing down what has to be undone'];

/** The permissions that the user lacks, by what they are needed for. */
export const checkPermissions: Check = ({ denied }) => {
  if (denied.length === 0)
    return [
      ok({
        en: 'You have every permission that the lab needs',
        'pt-BR': 'Você tem todas as permissões de que o laboratório precisa',
      }),
    ];
  const purposes = Map.groupBy(denied, ({ neededFor }) => neededFor.en);
  return [...purposes.values()].map((missing) => {
    const purpose = missing[0]!.neededFor;
    const level = essential.includes(purpose.en) ? problem : warning;
    return level(
      {
        en: `For ${purpose.en} you lack: ${summarize(missing, 'in')}.`,
        'pt-BR': `Para ${purpose['pt-BR']} falta permissão: ${summarize(missing, 'em')}.`,
      },
      {
        en: 'Ask for these permissions, or use another --context.',
        'pt-BR': 'Peça essas permissões ou use outro --context.',
      },
    );
  });
};

type Row = Record<'verb' | 'resource' | 'namespace', string>;

/** Merges rows that differ in one field: "list, watch pods, jobs.batch in lab, lab-hostpath; list nodes". */
function summarize(missing: readonly Permission[], inNamespace: string): string {
  const rows = missing.map(({ verb, resource, namespace }) => ({ verb, resource, namespace: namespace ?? '' }));
  return mergeBy('resource', mergeBy('namespace', mergeBy('verb', rows)))
    .map(({ verb, resource, namespace }) => `${verb} ${resource}${namespace && ` ${inNamespace} ${namespace}`}`)
    .join('; ');
}

function mergeBy(field: keyof Row, rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify({ ...row, [field]: '' }));
  return [...groups.values()].map((same) => ({ ...same[0]!, [field]: same.map((row) => row[field]).join(', ') }));
}

const page = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
const hostPathNamespace = /-hostpath$/;

/** Every Pod Security level but `privileged` refuses hostPath; everything else runs under `restricted`. */
export const checkPodSecurity: Check = ({ namespaces }) => {
  const present = namespaces.filter(({ exists }) => exists === true);
  const findings = present.flatMap(({ name, podSecurityLevel: actual }): Finding[] => {
    const expected = hostPathNamespace.test(name) ? 'privileged' : 'restricted';
    if (actual === expected) return [];
    const command = `kubectl label namespace ${name} --overwrite pod-security.kubernetes.io/enforce=${expected} (${page})`;
    const remedy = { en: `Set it: ${command}`, 'pt-BR': `Defina-o: ${command}` };
    if (actual === null)
      return [
        warning(
          {
            en: `${name} enforces no Pod Security level of its own: the cluster's default applies.`,
            'pt-BR': `${name} não impõe um nível de segurança de Pod próprio: vale o padrão do cluster.`,
          },
          remedy,
        ),
      ];
    if (expected === 'privileged')
      return [
        problem(
          {
            en: `${name} enforces "${actual}", which refuses hostPath volumes.`,
            'pt-BR': `${name} impõe "${actual}", que recusa volumes hostPath.`,
          },
          remedy,
        ),
      ];
    return [
      warning(
        {
          en: `${name} enforces "${actual}" instead of "restricted".`,
          'pt-BR': `${name} impõe "${actual}" em vez de "restricted".`,
        },
        remedy,
      ),
    ];
  });
  if (findings.length > 0 || present.length === 0) return findings;
  return [
    ok({
      en: 'The namespaces enforce the expected Pod Security levels',
      'pt-BR': 'Os namespaces impõem os níveis de segurança de Pod esperados',
    }),
  ];
};
