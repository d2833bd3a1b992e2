import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

const page = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
const hostPathNamespace = /-hostpath$/;

/** hostPath is refused by every level but `privileged`; everything else stands `restricted`. */
export const checkPodSecurity: Check = ({ namespaces }) => {
  const present = namespaces.filter(({ exists }) => exists === true);
  const findings = present.flatMap(({ name, podSecurityLevel }): Finding[] => {
    const wanted = hostPathNamespace.test(name) ? 'privileged' : 'restricted';
    if (podSecurityLevel === wanted) return [];
    const label = `kubectl label namespace ${name} --overwrite pod-security.kubernetes.io/enforce=${wanted}`;
    if (podSecurityLevel === null)
      return [
        warning(
          `${name} enforces no Pod Security level of its own: the cluster's default counts.`,
          `${label} (${page})`,
        ),
      ];
    if (wanted === 'privileged')
      return [problem(`${name} enforces "${podSecurityLevel}", which refuses hostPath volumes.`, `${label} (${page})`)];
    return [warning(`${name} enforces "${podSecurityLevel}" instead of "restricted".`, `${label} (${page})`)];
  });
  if (findings.length > 0 || present.length === 0) return findings;
  return [ok('The namespaces enforce the Pod Security levels that they should')];
};
