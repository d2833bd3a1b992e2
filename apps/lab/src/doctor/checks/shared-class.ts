import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';
import { minikubeProvisioner } from './binding.ts';

// they refuse ReadWriteMany, as their documentation says: the claim stays Pending
const oneNodeOnly = ['rancher.io/local-path', 'kubernetes.io/no-provisioner'];

/** Claims that every node should be able to mount, on classes that cannot do it or only seem to. */
export const checkSharedClass: Check = (survey) => {
  if (isHidden(survey, 'storageclasses.storage.k8s.io', 'nodes', 'persistentvolumeclaims')) return [];
  const { claims, classes, nodes } = survey;
  const shared = claims.filter((claim) => claim.readWriteMany);
  const findings = shared.flatMap(({ name, storageClass, bound }): Finding[] => {
    const found = classes.find((each) => (storageClass === null ? each.isDefault : each.name === storageClass));
    const asks = `${name} asks for ReadWriteMany`;
    const choose = 'Choose a network file system in your overlay (kubectl get storageclass), see k8s/README.md.';
    if (!found) return [problem(`${asks} of the class ${storageClass ?? '(default)'}, which does not exist.`, choose)];
    if (found.provisioner === minikubeProvisioner && nodes.length > 1)
      return [
        problem(
          `${asks}, and ${found.name} only pretends: it accepts any access mode and gives each node a folder of its own.`,
          choose,
        ),
      ];
    if (!bound && oneNodeOnly.includes(found.provisioner))
      return [
        problem(`${asks}, which ${found.name} (${found.provisioner}) does not do: the claim stays Pending.`, choose),
      ];
    if (!bound)
      return [warning(`${asks} of ${found.name}, and has no volume yet.`, `kubectl describe pvc ${name} tells why.`)];
    return [];
  });
  if (findings.length > 0 || shared.length === 0) return findings;
  return [ok('Every claim for ReadWriteMany has a volume')];
};
